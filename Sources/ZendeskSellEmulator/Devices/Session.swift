/// A synchronization session: the records to deliver, page by page.
struct Session: Sendable {
  let device: String
  /// Indexes of records, in the order of delivery. Those after ``firstRepeat`` were delivered before.
  var queue: [Int32]
  let firstRepeat: Int
  /// The index at which the next page begins.
  var next = 0
  /// How many pages were requested.
  var pages = 0
  /// How many items were delivered.
  var items = 0
  /// The time of its last request, in seconds of the service's clock.
  var lastAsked: Int
  /// Whether the end of the queue was reported.
  var isDrained = false

  init(device: String, queue: [Int32], at seconds: Int) {
    self.device = device
    self.queue = queue
    firstRepeat = queue.count
    lastAsked = seconds
  }
}
