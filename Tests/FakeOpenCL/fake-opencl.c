// An OpenCL that computes nothing, for tests: what it says of its devices is chosen by FAKE_OPENCL.
//
//   none     no driver is registered
//   empty    a platform without devices
//   broken   every question fails
//   hostile  a device whose name would steer a terminal
//   mixed    a processor, a GPU that is not exact, and a GPU that is
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int is(const char *mode) {
    const char *wanted = getenv("FAKE_OPENCL");
    return wanted && strcmp(wanted, mode) == 0;
}

static int32_t answer(const void *value, size_t size, size_t space, void *target, size_t *needed) {
    if (needed) *needed = size;
    if (!target) return 0;
    if (space < size) return -30;
    memcpy(target, value, size);
    return 0;
}

static int32_t text(const char *value, size_t space, void *target, size_t *needed) {
    return answer(value, strlen(value) + 1, space, target, needed);
}

int32_t clGetPlatformIDs(uint32_t space, void **platforms, uint32_t *count) {
    if (is("none")) return -1001;
    if (is("broken")) return -6;
    if (count) *count = 1;
    if (platforms && space > 0) platforms[0] = (void *)1;
    return 0;
}

int32_t clGetPlatformInfo(void *platform, uint32_t name, size_t space, void *target, size_t *needed) {
    return text(is("hostile") ? "\033[31mred" : "Fake", space, target, needed);
}

int32_t clGetDeviceIDs(void *platform, uint64_t kinds, uint32_t space, void **devices, uint32_t *count) {
    if (is("empty")) return -1;
    uint32_t there = is("mixed") ? 3 : 1;
    if (count) *count = there;
    for (uint32_t i = 0; devices && i < space && i < there; i++) devices[i] = (void *)(uintptr_t)(i + 1);
    return 0;
}

int32_t clGetDeviceInfo(void *device, uint32_t name, size_t space, void *target, size_t *needed) {
    uintptr_t number = (uintptr_t)device;
    uint64_t kind = is("mixed") && number == 1 ? 2 : 4, memory = 3ull << 30, precision = 0xa7, local = 49152;
    size_t group = 1024;
    uint32_t yes = 1;
    if (is("mixed") && number == 2) precision = 0x27;
    switch (name) {
    case 0x1000: return answer(&kind, 8, space, target, needed);
    case 0x1004: return answer(&group, sizeof group, space, target, needed);
    case 0x101b: return answer(&precision, 8, space, target, needed);
    case 0x101f: return answer(&memory, 8, space, target, needed);
    case 0x1023: return answer(&local, 8, space, target, needed);
    case 0x1026: case 0x1027: case 0x1028: return answer(&yes, 4, space, target, needed);
    case 0x102b:
        if (is("hostile")) {
            return text("a\033]0;owned\007\033[2Jb\302\233" "31mc\r\nd\342\200\256e\377", space, target, needed);
        }
        return text(number == 1 ? "Fake CPU" : number == 2 ? "Fake GPU A" : "Fake GPU B", space, target, needed);
    case 0x102c: return text("Fakes", space, target, needed);
    case 0x102d: return text("7.1", space, target, needed);
    case 0x102e: return text("FULL_PROFILE", space, target, needed);
    case 0x102f: return text("OpenCL 1.2 fake", space, target, needed);
    default: return -30;
    }
}
