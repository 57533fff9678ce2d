/// Can be read from JSON and written as JSON.
public typealias JSONCodable = JSONDecodable & JSONEncodable
