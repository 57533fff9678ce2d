@_spi(Generated) import TributaryJSON

/// Takes the next page from a session.
enum QueuePage {
  static func next(of id: String, in state: inout SellState) -> SellResponse {
    // The session is removed meanwhile, so that its queue is changed in place.
    guard var session = state.sync.sessions.removeValue(forKey: id) else { return .empty(204) }
    guard var device = state.sync.devices.removeValue(forKey: session.device) else { return .empty(204) }
    let name = session.device
    defer {
      state.sync.sessions[id] = session
      state.sync.devices[name] = device
    }
    session.lastAsked = state.seconds
    session.pages += 1
    let behavior = state.behavior
    let isEmpty = behavior.emptyPageEvery.map { session.pages.isMultiple(of: max(1, $0)) } ?? false
    var writer = JSONWriter(capacity: 128 << 10)
    writer.beginObject()
    writer.name("items")
    writer.beginArray()
    var count = 0
    var failures: [Record] = []
    while !isEmpty, session.next < session.queue.count, count + failures.count < max(1, behavior.pageSize) {
      let place = session.queue[session.next]
      let record = state.database.records[Int(place)]
      let isRepeat = session.next >= session.firstRepeat
      session.next += 1
      guard isRepeat || device.wants(record, at: place, behavior.deletionAudience) else { continue }
      if let times = state.sync.failing[place], !record.isDeleted {
        state.sync.failing[place] = times > 1 ? times - 1 : nil
        failures.append(record)
        if !behavior.failedObjectsReturn { device.acknowledge(place, record.sequence, in: state.database) }
        continue
      }
      write(record, isKnown: device.knows(place), in: state.database, into: &writer)
      device.noteSent(place)
      count += 1
      session.items += 1
      if let every = behavior.repeatedItemEvery, !isRepeat, session.items.isMultiple(of: max(1, every)) {
        session.queue.append(place)
      }
    }
    writer.endArray()
    let left = session.queue.count - session.next
    guard count > 0 || !failures.isEmpty || isEmpty && left > 0 else {
      session.isDrained = true
      return .empty(204)
    }
    writer.name("meta")
    writer.beginObject()
    writer.field("type", "collection")
    writer.field("count", count)
    writer.field("count_left", left)
    if !failures.isEmpty {
      writer.name("failed_objects")
      writer.beginArray()
      for record in failures {
        writer.beginObject()
        writer.field("type", record.type)
        writer.field("id", record.id)
        writer.endObject()
      }
      writer.endArray()
    }
    writer.endObject()
    writer.endObject()
    return .json(200, writer.finish())
  }

  private static func write(
    _ record: Record, isKnown: Bool, in database: Database, into writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.name("data")
    if let data = QueueForm.data(record, in: database) {
      writer.raw(data)
    } else {
      writer.beginObject()
      writer.field("id", record.id)
      writer.endObject()
    }
    writer.name("meta")
    writer.beginObject()
    writer.field("type", record.type)
    if ResourceTable.byType[record.type]?.isVersioned == true, !record.isDeleted {
      writer.field("version", record.version)
    }
    writer.name("sync")
    writer.beginObject()
    writer.field("event_type", record.isDeleted ? "deleted" : isKnown ? "updated" : "created")
    writer.field("ack_key", AcknowledgementKey.text(record, isKnown: isKnown))
    writer.field("revision", record.version)
    writer.endObject()
    writer.endObject()
    writer.endObject()
  }
}
