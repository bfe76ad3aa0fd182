// ncursesw for Swift: wide characters, and the macros that Swift cannot import as named constants.
#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <locale.h>
#include <wchar.h>
#include <ncurses.h>

static const attr_t BB_A_NORMAL = A_NORMAL;
static const attr_t BB_A_BOLD = A_BOLD;
static const attr_t BB_A_DIM = A_DIM;
static const attr_t BB_A_REVERSE = A_REVERSE;
static const attr_t BB_A_UNDERLINE = A_UNDERLINE;
static inline WINDOW *bb_standard_window(void) { return stdscr; }
static inline int bb_colors(void) { return COLORS; }
static inline int bb_color_pairs(void) { return COLOR_PAIRS; }
static inline int bb_lines(void) { return LINES; }
static inline int bb_columns(void) { return COLS; }
static inline int bb_key_f(int n) { return KEY_F(n); }
