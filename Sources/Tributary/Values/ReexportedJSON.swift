// What generated code hands out, such as `JSONValue`, can be named with `import Tributary` alone.
@_exported public import TributaryJSON
