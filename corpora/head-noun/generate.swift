// Writes the head-noun corpus: train.tsv, dev.tsv and test.tsv, a line `label<TAB>text` each.
//
//     swift corpora/head-noun/generate.swift DIR            writes the three files into DIR
//     swift corpora/head-noun/generate.swift --check DIR    exits 1 unless DIR holds exactly these bytes
//
// The same bytes on every run and machine: the generator below is seeded and ours.

import Foundation

// MARK: - Words

/// The classes and their nouns, as many in each. Every noun stands as head and as modifier equally often.
let nouns: [(label: String, words: String)] = [
  ("animal", "dog cat horse cow goat sheep rabbit fox wolf bear lion camel"),
  ("bird", "eagle owl crow sparrow swan duck goose parrot pigeon falcon heron penguin"),
  ("tree", "oak pine birch maple willow elm cedar chestnut poplar beech larch cypress"),
  ("building", "house castle church barn kennel tower cabin palace temple school museum factory"),
  ("food", "apple banana cherry cake pie sandwich omelette pancake sausage potato onion carrot"),
  ("clothing", "coat hat shirt glove sock scarf skirt jacket boot sweater apron mitten"),
  ("vehicle", "car bus truck bicycle tram van tractor canoe ferry wagon scooter ambulance"),
  ("tool", "hammer axe chisel wrench screwdriver shovel rake spade crowbar mallet sickle anvil"),
  ("instrument", "piano violin guitar flute drum trumpet harp cello banjo clarinet accordion oboe"),
  ("furniture", "table chair sofa bed desk shelf wardrobe stool bench cupboard armchair bookcase"),
  ("person", "doctor teacher baker farmer sailor soldier painter lawyer nurse tailor plumber barber"),
  ("kitchenware", "spoon fork knife plate bowl cup kettle jug teapot ladle saucer tray"),
]

let determiners = ["the", "a", "this", "that", "our", "one"]
let adjectives = ["old", "new", "small", "strange", "famous", "forgotten"]
let prepositions = ["for", "near", "behind", "from"]
let verbs = ["followed", "replaced", "resembled", "touched", "outlasted", "blocked"]

// MARK: - Grammar

/// A phrase about A in which B only helps. `A` and `B` are the nouns, `D` a determiner, `J` an adjective,
/// `P` a preposition, `V` a verb; all else stands for itself. Half have the head first, half last, so the
/// place of a noun tells as little as the noun.
let grammar = [
  "D A of D B",  // a game of thrones
  "D A P D B",  // the kennel for a dog
  "D A that V D B",  // the dog that followed this cart
  "how D A V D B",  // how the dog followed a cart
  "D A but not D B",  // the kennel but not the dog
  "D A rather than D B",  // the kennel rather than the dog

  "D B A",  // a stone wall
  "D J B A",  // an old stone wall
  "D B's A",  // the dog's kennel
  "D B's J A",  // the dog's new kennel
  "not D B but D A",  // not the dog but the kennel
  "not so much D B as D A",  // not so much the dog as the kennel
]

// Around the phrase, the same for all: when, who, what, how, PHRASE, and what came of it.
let times = ["yesterday", "last week", "after lunch", "on monday", "in the end", "once more", "of course"]
let speakers = ["we", "they", "my friends", "two strangers", "everyone", "the others"]
let speech = ["talked", "read", "wrote", "heard", "argued", "asked", "dreamed"]
let manners = ["", "", "at length", "for an hour", "with great care", "now and then"]
let endings = [
  "and then went home", "but nobody listened", "before it grew dark", "for the first time", "and so did i",
  "as if it mattered", "until late", "", "of all things", "for once",
]

// MARK: - Chance

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine.
struct SeededGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number in `0..<bound`, from the high half of bound × a random word.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func pick(_ words: [String]) -> String { words[below(words.count)] }

  mutating func shuffle<Element>(_ values: inout [Element]) {
    for i in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(i, below(i + 1)) }
  }
}

// MARK: - Documents

struct Noun: Hashable {
  let word: String
  let label: String
}

/// Who the phrase is about, and who only helps.
struct Pair: Hashable {
  let head: Noun
  let modifier: Noun

  var swapped: Pair { Pair(head: modifier, modifier: head) }
}

let allNouns = nouns.flatMap { label, words in
  words.split(separator: " ").map { Noun(word: String($0), label: label) }
}
var random = SeededGenerator(state: 20_260_101)
var metPairs: Set<Pair> = []

/// Gives every noun, as head, a modifier of another class that it has not met before, either way round.
///
/// Every noun is also modifier once: the modifiers are a shuffled list of all nouns, and the first that does
/// not fit changes its place with one drawn by lot until all fit.
func newPairs() -> [Pair] {
  var modifiers = allNouns
  random.shuffle(&modifiers)
  func pair(_ place: Int) -> Pair { Pair(head: allNouns[place], modifier: modifiers[place]) }
  func firstMisfit() -> Int? {
    var met: Set<Pair> = []
    return allNouns.indices.first { place in
      let pair = pair(place)
      defer { met.insert(pair) }
      return pair.head.label == pair.modifier.label || metPairs.contains(pair) || met.contains(pair.swapped)
    }
  }
  while let place = firstMisfit() { modifiers.swapAt(place, random.below(modifiers.count)) }
  let pairs = allNouns.indices.map(pair)
  for pair in pairs { metPairs.formUnion([pair, pair.swapped]) }
  return pairs
}

/// The phrase and its filler with `A` and `B` left open.
func newFrame(_ phrase: String) -> String {
  let spoken = phrase.split(separator: " ").map { word in
    switch word {
    case "D": random.pick(determiners)
    case "J": random.pick(adjectives)
    case "P": random.pick(prepositions)
    case "V": random.pick(verbs)
    default: String(word)
    }
  }
  let before = [
    random.pick(times), random.pick(speakers), random.pick(speech), random.pick(manners), "about",
  ]
  return (before + spoken + [random.pick(endings)]).filter { !$0.isEmpty }.joined(separator: " ")
}

/// The frame with its nouns, `a` turned into `an` where the next word asks for it.
func document(_ frame: String, _ pair: Pair) -> String {
  var words = frame.split(separator: " ").map { word in
    switch word {
    case "A": pair.head.word
    case "B": pair.modifier.word
    case "B's": pair.modifier.word + "'s"
    default: String(word)
    }
  }
  for i in words.indices.dropLast() where words[i] == "a" && "aeiou".contains(words[i + 1].prefix(1)) {
    words[i] = "an"
  }
  return "\(pair.head.label)\t\(words.joined(separator: " "))\n"
}

/// A part of the corpus: in each round every noun is head once and modifier once, and every phrase of the
/// grammar is used equally often.
func part(rounds: Int) -> String {
  let pairs = (0..<rounds).flatMap { _ in newPairs() }
  var phrases = pairs.indices.map { grammar[$0 % grammar.count] }
  random.shuffle(&phrases)
  var documents = zip(pairs, phrases).map { pair, phrase in document(newFrame(phrase), pair) }
  random.shuffle(&documents)
  return documents.joined()
}

// Two nouns that meet in one document never meet in another: what carries over is the rule.
let files = [
  ("train.tsv", part(rounds: 3)),
  ("dev.tsv", part(rounds: 1)),
  ("test.tsv", part(rounds: 28)),
]

// MARK: - Command

func stop(_ message: String, status: Int32) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(status)
}

var arguments = Array(CommandLine.arguments.dropFirst())
let check = arguments.first == "--check"
if check { arguments.removeFirst() }
guard arguments.count == 1, !arguments[0].hasPrefix("-") else {
  stop("usage: swift generate.swift [--check] DIR", status: 64)
}

let folder = URL(fileURLWithPath: arguments[0], isDirectory: true)
for (name, text) in files {
  let file = folder.appendingPathComponent(name)
  do {
    if !check {
      try Data(text.utf8).write(to: file, options: .atomic)
    } else if try Data(contentsOf: file) != Data(text.utf8) {
      stop("\(file.path): not what the generator writes; run it without --check", status: 1)
    }
  } catch {
    stop("\(file.path): \(error.localizedDescription)", status: 1)
  }
}
