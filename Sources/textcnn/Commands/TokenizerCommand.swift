import ArgumentParser

/// `textcnn tokenizer …`: tokenizers that look something up.
struct TokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Make tokenizers that cut words into pieces, or Chinese into words.",
    discussion: """
      Example:
        textcnn tokenizer train reviews.tsv --output pieces.tokenizer
        textcnn tokenizer import dict.txt --output chinese.tokenizer
        textcnn train reviews.tsv -o reviews.safetensors --tokenizer-file pieces.tokenizer

      A tokenizer file is for train, compare, tune, crossvalidate and tokenize. What is
      in it becomes part of the model, which then needs it no more.
      """,
    subcommands: [TokenizerTrainCommand.self, TokenizerImportCommand.self])
}
