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
/// A round is one word, `ticket`: its number above, the tasks not yet taken below. Whoever takes a task lowers that
/// count by a compare-and-exchange, which fails where the round is over: so a worker that comes late takes nothing,
/// and what it reads of the round after a success is the round's own.
final class WorkerCrew: Sendable {
  private let crew: Shared

  init(workers: Int) { crew = Shared(workers: workers) }

  deinit { crew.dismiss() }

  /// Shares the tasks with the workers; false, and nothing done, where a call is under way already.
  func share(_ count: Int, _ task: (Int) -> Void) -> Bool { crew.share(count, task) }
}

/// What the threads see. They hold it, not the `WorkerCrew`, whose end is their signal to stop.
private final class Shared: @unchecked Sendable {
  // @unchecked: `task` and `count` are written only between rounds, by the one caller that `isBusy` lets in, and read
  // only after a ticket was taken, which orders the two.
  private let workers: Int
  private let isBusy = Atomic(false)
  private var hasStarted = false
  private var task: ((Int) -> Void)?
  private var count = 0
  private let ticket = Atomic<UInt64>(0)
  private let done = Atomic(0)
  private let isDismissed = Atomic(false)
  /// How many workers sleep or are about to; each wakes by one signal.
  private let sleepers = Atomic(0)
  private let alarm = DispatchSemaphore(value: 0)

  init(workers: Int) { self.workers = workers }

  func dismiss() {
    isDismissed.store(true, ordering: .releasing)
    for _ in 0..<workers { alarm.signal() }
  }

  func share(_ count: Int, _ task: (Int) -> Void) -> Bool {
    guard count <= Int(UInt32.max),
      isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    defer { isBusy.store(false, ordering: .releasing) }
    if !hasStarted {
      hasStarted = true
      for _ in 0..<workers { start() }
    }
    withoutActuallyEscaping(task) { task in
      self.task = task
      self.count = count
      done.store(0, ordering: .relaxed)
      let round = ticket.load(ordering: .relaxed) >> 32 &+ 1
      // Sequentially consistent, as is a sleeper's announcement: either it sees this round or it is seen here.
      ticket.store(round << 32 | UInt64(count), ordering: .sequentiallyConsistent)
      wake(min(workers, count - 1))
      work(round)
      var spins = 0
      while done.load(ordering: .acquiring) < count {
        spins += 1
        // A worker that has a task and no core may get this one.
        if spins % 4096 == 0 { sched_yield() } else { tcm_pause() }
      }
      self.task = nil
    }
    return true
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

  /// Takes tasks of a round until none is left.
  private func work(_ round: UInt64) {
    var current = ticket.load(ordering: .acquiring)
    while current >> 32 == round & 0xffff_ffff, current & 0xffff_ffff > 0 {
      let (exchanged, original) = ticket.compareExchange(
        expected: current, desired: current - 1, ordering: .acquiringAndReleasing)
      if exchanged {
        task!(count - Int(current & 0xffff_ffff))
        done.wrappingAdd(1, ordering: .releasing)
        current = ticket.load(ordering: .acquiring)
      } else {
        current = original
      }
    }
  }

  private func serve() {
    _ = tcm_flush_denormals()
    var spins = 0
    while !isDismissed.load(ordering: .acquiring) {
      let current = ticket.load(ordering: .acquiring)
      if current & 0xffff_ffff > 0 {
        work(current >> 32)
        spins = 0
      } else if spins < 4000 {
        // Some 100 µs: longer than what a training step does between two rounds.
        spins += 1
        tcm_pause()
      } else {
        sleep()
        spins = 0
      }
    }
  }

  private func sleep() {
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    if ticket.load(ordering: .sequentiallyConsistent) & 0xffff_ffff > 0
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

  private func start() {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    // The GEMM library keeps buffers on the stack, and some systems give threads little.
    pthread_attr_setstacksize(&attributes, 4 << 20)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let me = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let code = pthread_create(
        &thread, &attributes,
        {
          serveForever($0)
          return nil
        }, me)
    #else
      var thread = pthread_t()
      let code = pthread_create(
        &thread, &attributes,
        {
          serveForever($0!)
          return nil
        }, me)
    #endif
    pthread_attr_destroy(&attributes)
    // Without the thread the others do its share: slower, and the same result.
    if code != 0 { Unmanaged<Shared>.fromOpaque(me).release() }
  }

  fileprivate static func serve(_ me: UnsafeMutableRawPointer) {
    Unmanaged<Shared>.fromOpaque(me).takeRetainedValue().serve()
  }
}

private func serveForever(_ me: UnsafeMutableRawPointer) { Shared.serve(me) }
