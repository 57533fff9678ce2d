// Whether a call is repeated, and after which backoff.
extension Call {
  /// The backoff before the next attempt, or `nil` if there is none; the error then says why.
  func pause(before error: inout APIError, failures: Int) -> Duration? {
    error.retryAfter = RetryDecision.retryAfter(error.headers, now: policy.time.date)
    return backoff(before: &error, failures: failures, retryAfter: error.retryAfter, within: remaining)
  }

  /// The backoff before a broken stream is requested again, or `nil` if it is not; the error then says why.
  ///
  /// The deadline of the call ended with the header fields, so it counts from here again.
  func pauseBeforeResuming(_ error: inout APIError, failures: Int, asked: Duration?) -> Duration? {
    backoff(before: &error, failures: failures, retryAfter: asked, within: deadline)
  }

  private func backoff(
    before error: inout APIError, failures: Int, retryAfter: Duration?, within time: Duration
  ) -> Duration? {
    guard RetryDecision.isTransient(error.reason) else { return nil }
    guard RetryDecision.isRepeatable(request) else {
      error.stop = .notRepeatable
      return nil
    }
    guard failures < policy.retry.attempts else {
      error.stop = .attempts(failures)
      return nil
    }
    let wait = RetryDecision.backoff(
      after: failures, retryAfter: retryAfter, policy: policy.retry, random: policy.random())
    guard wait < time else {
      error.stop = .deadline(deadline)
      return nil
    }
    guard client.pace.budget.spend() else {
      error.stop = .budget
      return nil
    }
    return wait
  }
}
