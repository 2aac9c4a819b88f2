// How glibc keeps freed memory: its module for Swift leaves this header out.
#include <malloc.h>
