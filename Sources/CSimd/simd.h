// Vector operations that Swift's SIMD types cannot express reliably, one name an operation. Built with AVX2 each becomes
// one or two instructions; built without, clang lowers the same vector expressions to what the target has.
#pragma once
#include "bits.h"
#include "bytes.h"
#include "floats.h"
#include "processor.h"
