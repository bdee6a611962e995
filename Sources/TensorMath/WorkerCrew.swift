import CTensorMath
import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The threads behind a `WorkerPool`, waiting for work.
///
/// A training step is some ten rounds of tasks, a few hundred microseconds each; a thread that the system has to wake
/// for each of them comes late (measured: two threads were 1.6 times as fast as one, 1.8 times where they wait awake).
/// So a worker that has run out of tasks looks for the next round for a while before it goes to sleep.
///
/// Every thread has a share of a round's tasks, the same at each round with as many: so the weights that it moved in one
/// step lie in its core's cache in the next. It matters where two cores share no cache (measured on a virtual machine in
/// phases when a step was slow: 10,900 documents a second, against 9,600 where threads took whatever task came next; in
/// its other phases, nothing). Who has done his own tasks takes from the end of what others have left.
///
/// A share is one word: the round's number, the first task left, the end. Whoever takes a task moves one of the two by a
/// compare-and-exchange, which fails where the round is over: so a worker that comes late takes nothing, and what it
/// reads of the round after a success is the round's own.
final class WorkerCrew: Sendable {
  private let crew: Shared

  init(workers: Int) { crew = Shared(workers: workers) }

  deinit { crew.dismiss() }

  /// Shares the tasks with the workers; false, and nothing done, where a call is under way already.
  func share(_ count: Int, _ task: (Int) -> Void) -> Bool { crew.share(count, task) }
}

/// What the threads see. They hold it, not the `WorkerCrew`, whose end is their signal to stop.
private final class Shared: @unchecked Sendable {
  // @unchecked: `task` is written only between rounds, by the one caller that `isBusy` lets in, and read only after a
  // task was taken from a share, which orders the two.
  private let workers: Int
  private let isBusy = Atomic(false)
  private var hasStarted = false
  private var task: ((Int) -> Void)?
  /// What is left of every thread's tasks, the caller's first; each in a cache line of its own.
  private let shares: UnsafeMutablePointer<Atomic<UInt64>>
  private static let spacing = 8
  private let round = Atomic<UInt64>(0)
  private let done = Atomic(0)
  private let isDismissed = Atomic(false)
  /// How many workers sleep or are about to; each wakes by one signal.
  private let sleepers = Atomic(0)
  private let alarm = DispatchSemaphore(value: 0)

  init(workers: Int) {
    self.workers = workers
    let count = (workers + 1) * Self.spacing
    shares = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
      .bindMemory(to: Atomic<UInt64>.self, capacity: count)
    for index in 0..<count { (shares + index).initialize(to: Atomic(0)) }
  }

  deinit {
    shares.deinitialize(count: (workers + 1) * Self.spacing)
    UnsafeMutableRawPointer(shares).deallocate()
  }

  func dismiss() {
    isDismissed.store(true, ordering: .releasing)
    for _ in 0..<workers { alarm.signal() }
  }

  func share(_ count: Int, _ task: (Int) -> Void) -> Bool {
    guard isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
      return false
    }
    defer { isBusy.store(false, ordering: .releasing) }
    if !hasStarted {
      hasStarted = true
      for worker in 1...workers { start(worker) }
    }
    // As many tasks as the bits of a share can count.
    var first = 0
    while first < count {
      let some = min(count - first, Share.greatest)
      let start = first
      run(some) { task(start + $0) }
      first += some
    }
    return true
  }

  private func run(_ count: Int, _ task: (Int) -> Void) {
    withoutActuallyEscaping(task) { task in
      self.task = task
      done.store(0, ordering: .relaxed)
      let round = round.load(ordering: .relaxed) &+ 1
      for thread in 0...workers {
        let share = Share(
          round: round, first: thread * count / (workers + 1), end: (thread + 1) * count / (workers + 1))
        shares[thread * Self.spacing].store(share.word, ordering: .releasing)
      }
      // Sequentially consistent, as is a sleeper's announcement: either it sees this round or it is seen here.
      self.round.store(round, ordering: .sequentiallyConsistent)
      wake(min(workers, count - 1))
      work(round, thread: 0)
      var spins = 0
      while done.load(ordering: .acquiring) < count {
        spins += 1
        // A worker that has a task and no core may get this one.
        if spins % 4096 == 0 { sched_yield() } else { tcm_pause() }
      }
      self.task = nil
    }
  }

  private func wake(_ wanted: Int) {
    var asleep = sleepers.load(ordering: .sequentiallyConsistent)
    var woken = 0
    while asleep > 0, woken < wanted {
      let (exchanged, original) = sleepers.compareExchange(
        expected: asleep, desired: asleep - 1, ordering: .sequentiallyConsistent)
      if exchanged {
        alarm.signal()
        woken += 1
        asleep -= 1
      } else {
        asleep = original
      }
    }
  }

  /// Does a thread's own tasks of a round, then those that others have left.
  private func work(_ round: UInt64, thread: Int) {
    take(round, from: thread, atEnd: false)
    for other in 1...workers { take(round, from: (thread + other) % (workers + 1), atEnd: true) }
  }

  private func take(_ round: UInt64, from owner: Int, atEnd: Bool) {
    var current = Share(word: shares[owner * Self.spacing].load(ordering: .acquiring))
    while current.belongs(to: round), current.first < current.end {
      var rest = current
      if atEnd { rest.end -= 1 } else { rest.first += 1 }
      let (exchanged, original) = shares[owner * Self.spacing].compareExchange(
        expected: current.word, desired: rest.word, ordering: .acquiringAndReleasing)
      if exchanged {
        task!(atEnd ? rest.end : current.first)
        done.wrappingAdd(1, ordering: .releasing)
        current = Share(word: shares[owner * Self.spacing].load(ordering: .acquiring))
      } else {
        current = Share(word: original)
      }
    }
  }

  private func serve(_ thread: Int) {
    _ = tcm_flush_denormals()
    var spins = 0
    var last: UInt64 = 0
    while !isDismissed.load(ordering: .acquiring) {
      let current = round.load(ordering: .acquiring)
      if current != last {
        last = current
        work(current, thread: thread)
        spins = 0
      } else if spins < 4000 {
        // Some 100 µs: longer than what a training step does between two rounds.
        spins += 1
        tcm_pause()
      } else {
        sleep(after: last)
        spins = 0
      }
    }
  }

  private func sleep(after last: UInt64) {
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    if round.load(ordering: .sequentiallyConsistent) != last
      || isDismissed.load(ordering: .sequentiallyConsistent)
    {
      // A round began meanwhile: take the announcement back, unless somebody has answered it.
      var asleep = sleepers.load(ordering: .sequentiallyConsistent)
      while asleep > 0 {
        let (exchanged, original) = sleepers.compareExchange(
          expected: asleep, desired: asleep - 1, ordering: .sequentiallyConsistent)
        if exchanged { return }
        asleep = original
      }
    }
    alarm.wait()
  }

  private func start(_ thread: Int) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    // The GEMM library keeps buffers on the stack, and some systems give threads little.
    pthread_attr_setstacksize(&attributes, 4 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let me = Unmanaged.passRetained(Worker(crew: self, thread: thread)).toOpaque()
    #if canImport(Darwin)
      var handle: pthread_t?
      let code = pthread_create(
        &handle, &attributes,
        {
          Worker.serveForever($0)
          return nil
        }, me)
    #else
      var handle = pthread_t()
      let code = pthread_create(
        &handle, &attributes,
        {
          Worker.serveForever($0!)
          return nil
        }, me)
    #endif
    pthread_attr_destroy(&attributes)
    // Without the thread the others do its share: slower, and the same result.
    if code != 0 { Unmanaged<Worker>.fromOpaque(me).release() }
  }

  /// What a new thread is given.
  private final class Worker {
    let crew: Shared
    let thread: Int

    init(crew: Shared, thread: Int) {
      self.crew = crew
      self.thread = thread
    }

    static func serveForever(_ me: UnsafeMutableRawPointer) {
      let worker = Unmanaged<Worker>.fromOpaque(me).takeRetainedValue()
      worker.crew.serve(worker.thread)
    }
  }
}

/// The tasks `first ..< end` of a round, in one word.
private struct Share {
  var round: UInt64
  var first: Int
  var end: Int

  static let greatest = 0xf_ffff

  init(round: UInt64, first: Int, end: Int) {
    self.round = round & 0xff_ffff
    self.first = first
    self.end = end
  }

  init(word: UInt64) {
    round = word >> 40
    first = Int(word >> 20 & 0xf_ffff)
    end = Int(word & 0xf_ffff)
  }

  var word: UInt64 { round << 40 | UInt64(first) << 20 | UInt64(end) }

  func belongs(to round: UInt64) -> Bool { self.round == round & 0xff_ffff }
}
