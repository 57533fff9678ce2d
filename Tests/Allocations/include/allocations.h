#include <stdbool.h>

/// Whether allocations are counted here: on Linux, in a program that links this and is not built with a sanitizer.
bool allocations_are_counted(void);

/// How many times the calling thread has allocated memory since it began.
unsigned long allocations_of_this_thread(void);
