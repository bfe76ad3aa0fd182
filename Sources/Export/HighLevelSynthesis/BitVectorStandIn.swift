/// What an exported function needs of the vendor's `ap_int.h`, so that any C++ compiler can test it.
enum BitVectorStandIn {
    static let source = """
        // A small stand-in for ap_uint of the vendor's ap_int.h, written by bbwb: bits that are set and read one by one.
        #ifndef BBWB_AP_INT_H
        #define BBWB_AP_INT_H

        template <int width>
        class ap_uint {
        public:
            // One bit of a number.
            class bit {
            public:
                bit(unsigned long long &word, int place) : word(word), place(place) {}
                operator bool() const { return (word >> place) & 1; }
                bit &operator=(bool value) {
                    word = (word & ~(1ULL << place)) | ((unsigned long long)value << place);
                    return *this;
                }
                bit &operator=(const bit &other) { return *this = bool(other); }

            private:
                unsigned long long &word;
                int place;
            };

            ap_uint(unsigned long long value = 0) {
                words[0] = value;
                for (int i = 1; i < count; i++) words[i] = 0;
            }
            bit operator[](int i) { return bit(words[i / 64], i % 64); }
            bool operator[](int i) const { return (words[i / 64] >> (i % 64)) & 1; }

        private:
            static const int count = (width + 63) / 64;
            unsigned long long words[count];
        };

        #endif

        """
}
