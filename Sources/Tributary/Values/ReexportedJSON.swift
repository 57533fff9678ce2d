// Types that generated code exposes, such as `JSONValue`, are available with `import Tributary` alone.
@_exported public import TributaryJSON
