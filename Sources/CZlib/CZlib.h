// zlib: what ByteStreams reads gzip with.
#include <zlib.h>
