/// What the machine of a session queue waits for.
enum SessionQueuePhase: Sendable {
  /// The stream.
  case unopened
  /// The commit of a new device.
  case preparing
  /// The answer to an acknowledgement.
  case acknowledging(Next)
  /// The answer to the question for a session.
  case starting
  /// The answer to the question for a page.
  case fetching(SessionQueue.Session)
  /// The commit of a page.
  case storing(SessionQueue.Session, keys: [PendingAcknowledgements.Key], then: AfterPage)
  /// The end of a wait.
  case waiting(Next)
  /// The answer to the question for one object.
  case retrying(RecordReference)
  /// The last commit.
  case closing
  /// Nothing.
  case done

  /// What follows once the keys that have to be are acknowledged.
  enum Next: Sendable {
    case start
    case page(SessionQueue.Session)
    case take(SessionQueue.Answer, SessionQueue.Session)
  }

  /// How a page is followed by the next.
  enum AfterPage: Sendable {
    /// It is under way already.
    case isFetched
    case fetch
    case wait(Duration)
  }
}
