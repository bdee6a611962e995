import ArgumentParser

@main
struct TextCNNCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "textcnn",
    abstract:
      "Classify short texts with a convolution over word vectors, whose kernels attention may generate.",
    discussion: """
      Example:
        textcnn train reviews.tsv --output reviews.safetensors
        textcnn evaluate reviews.safetensors held-out.tsv
        echo "a moving and often funny film" | textcnn predict reviews.safetensors
        textcnn compare reviews.tsv --kernels static,attention --runs 10

      A corpus is a text file with a document a line: label, tab, text; or fastText's
      __label__x text; or a CSV table, JSON lines, or a folder of texts for each label;
      compressed or not. Results go to standard output, everything else to standard
      error. The exit code is 0 if all went well, 1 if not, and 64 for misuse.
      """,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, CompareCommand.self, TuneCommand.self,
      CrossValidateCommand.self, ExplainCommand.self, PhrasesCommand.self, PruneCommand.self,
      InspectCommand.self, DiagnoseCommand.self, TokenizeCommand.self, TokenizerCommand.self,
      VectorsCommand.self, CorpusCommand.self,
    ])

  static func main() {
    StandardDescriptors.prepare()
    Interruption.announce()
    main(nil)
  }
}
