#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a library, from https://llvm.org/docs/LibFuzzer.html: reads the arguments, then calls the function with
/// one input after the other.
int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*function)(const uint8_t *bytes, size_t count));
