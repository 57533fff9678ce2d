// Sixteen bytes of JSON text at a time: which of them a string may have as they are.
//
// The machine's own form uses SSE2 or NEON; the portable form is used where neither exists, and the same tests run over
// both. Every function reads exactly the sixteen bytes it is given and writes only where it says so.
#ifndef TRIBUTARY_SCAN_H
#define TRIBUTARY_SCAN_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define TRIBUTARY_SCAN_INLINE static inline __attribute__((always_inline, unused))

// Eight bytes as a number, the first the lowest.
TRIBUTARY_SCAN_INLINE uint64_t tributary_scan_word(const uint8_t *_Nonnull bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

// The high bit of each byte that is a quote, a backslash or a control character. The lowest one is exact; higher ones
// may come from a borrow.
TRIBUTARY_SCAN_INLINE uint64_t tributary_scan_marks(uint64_t word) {
  const uint64_t ones = 0x0101010101010101u;
  uint64_t quote = word ^ (0x22 * ones), backslash = word ^ (0x5C * ones);
  return (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - 0x20 * ones) & ~word)) & (0x80 * ones);
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_scan_first(uint64_t low, uint64_t high) {
  return low ? __builtin_ctzll(low) >> 3 : high ? 8 + (__builtin_ctzll(high) >> 3) : 16;
}

// How many of sixteen bytes come before the first quote, backslash or control character: 0 to 16.
TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count_portable(uint64_t low, uint64_t high) {
  return tributary_scan_first(tributary_scan_marks(low), tributary_scan_marks(high));
}

// How many of sixteen bytes come before the first quote, backslash, control character or byte that is not ASCII.
TRIBUTARY_SCAN_INLINE intptr_t tributary_plain_count_portable(uint64_t low, uint64_t high) {
  const uint64_t not_ascii = 0x8080808080808080u;
  return tributary_scan_first(tributary_scan_marks(low) | (low & not_ascii), tributary_scan_marks(high) | (high & not_ascii));
}

// How many of sixteen bytes are plain or belong to whole scalars of two bytes of UTF-8, up to the first that does neither.
TRIBUTARY_SCAN_INLINE intptr_t tributary_pair_text_count_portable(const uint8_t *_Nonnull bytes) {
  intptr_t count = 0;
  while (count < 16) {
    uint8_t byte = bytes[count];
    if (byte < 0x80) {
      if (byte < 0x20 || byte == 0x22 || byte == 0x5C) break;
      count++;
    } else {
      if (byte < 0xC2 || byte > 0xDF || count == 15 || (bytes[count + 1] & 0xC0) != 0x80) break;
      count += 2;
    }
  }
  return count;
}

// The first bytes of sixteen that are plain text: how many they are, 0 to 16, and the bytes themselves as two words, the
// first byte the lowest, with zeros after them.
typedef struct {
  uint64_t low, high;
  intptr_t count;
} tributary_plain_text;

// All bits of the first bytes of a word, of which there are 0 to 8.
TRIBUTARY_SCAN_INLINE uint64_t tributary_scan_mask(intptr_t count) {
  return count >= 8 ? ~(uint64_t)0 : ((uint64_t)1 << (count * 8)) - 1;
}

TRIBUTARY_SCAN_INLINE tributary_plain_text tributary_plain_text_portable(uint64_t low, uint64_t high) {
  intptr_t count = tributary_plain_count_portable(low, high);
  tributary_plain_text text = {
    low & tributary_scan_mask(count), count > 8 ? high & tributary_scan_mask(count - 8) : 0, count
  };
  return text;
}

// The sixteen bytes from 16 minus a count on, which is 0 to 16, are a mask of that many bytes.
static const uint8_t tributary_scan_masks[32] = {
  0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF
};

#if defined(__SSE2__) && defined(__x86_64__)

// Below 0x20 as signed numbers are the control characters and every byte that is not ASCII.
TRIBUTARY_SCAN_INLINE intptr_t tributary_scan_plain(__m128i block) {
  __m128i marks = _mm_or_si128(
      _mm_cmplt_epi8(block, _mm_set1_epi8(0x20)),
      _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8(0x22)), _mm_cmpeq_epi8(block, _mm_set1_epi8(0x5C))));
  return __builtin_ctz((unsigned)_mm_movemask_epi8(marks) | 0x10000u);
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_scan_clean(__m128i block) {
  __m128i marks = _mm_or_si128(
      _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block),
      _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8(0x22)), _mm_cmpeq_epi8(block, _mm_set1_epi8(0x5C))));
  return __builtin_ctz((unsigned)_mm_movemask_epi8(marks) | 0x10000u);
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_plain_count(const uint8_t *_Nonnull bytes) {
  return tributary_scan_plain(_mm_loadu_si128((const __m128i *)bytes));
}

TRIBUTARY_SCAN_INLINE tributary_plain_text tributary_plain_text_at(const uint8_t *_Nonnull bytes) {
  __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  intptr_t count = tributary_scan_plain(block);
  // A count of 0 to 16 leaves sixteen bytes of the 32.
  __m128i words = _mm_and_si128(block, _mm_loadu_si128((const __m128i *)(tributary_scan_masks + 16 - count)));
  tributary_plain_text text = {
    (uint64_t)_mm_cvtsi128_si64(words), (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(words, words)), count
  };
  return text;
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count(const uint8_t *_Nonnull bytes) {
  return tributary_scan_clean(_mm_loadu_si128((const __m128i *)bytes));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count_of_words(uint64_t low, uint64_t high) {
  return tributary_scan_clean(_mm_set_epi64x((long long)high, (long long)low));
}

// The second byte of a scalar must come after a first one, and nowhere else.
TRIBUTARY_SCAN_INLINE intptr_t tributary_pair_text_count(const uint8_t *_Nonnull bytes) {
  __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  __m128i marks = _mm_or_si128(
      _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block),
      _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8(0x22)), _mm_cmpeq_epi8(block, _mm_set1_epi8(0x5C))));
  // As signed numbers, 0x80 to 0xBF are below -64, and 0xC2 to 0xDF are between -63 and -32.
  unsigned second = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(block, _mm_set1_epi8(-64)));
  unsigned first = (unsigned)_mm_movemask_epi8(
      _mm_and_si128(_mm_cmpgt_epi8(block, _mm_set1_epi8(-63)), _mm_cmplt_epi8(block, _mm_set1_epi8(-32))));
  unsigned others = (unsigned)_mm_movemask_epi8(block) & ~(first | second);
  unsigned ends = (unsigned)_mm_movemask_epi8(marks) | others | ((second ^ (first << 1)) & 0xFFFFu) | 0x10000u;
  unsigned count = (unsigned)__builtin_ctz(ends);
  // A first byte at the end lacks its second.
  return (intptr_t)(count - (((first << 1) >> count) & 1));
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

// Four bits for each byte, all set where the byte is marked.
TRIBUTARY_SCAN_INLINE intptr_t tributary_scan_first_lane(uint8x16_t marks) {
  uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(marks), 4)), 0);
  return bits ? __builtin_ctzll(bits) >> 2 : 16;
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_pair_text_count(const uint8_t *_Nonnull bytes) {
  return tributary_pair_text_count_portable(bytes);
}

TRIBUTARY_SCAN_INLINE uint8x16_t tributary_scan_quotes(uint8x16_t block) {
  return vorrq_u8(vceqq_u8(block, vdupq_n_u8(0x22)), vceqq_u8(block, vdupq_n_u8(0x5C)));
}

// Below 0x20 as signed numbers are the control characters and every byte that is not ASCII.
TRIBUTARY_SCAN_INLINE intptr_t tributary_plain_count(const uint8_t *_Nonnull bytes) {
  uint8x16_t block = vld1q_u8(bytes);
  return tributary_scan_first_lane(
      vorrq_u8(vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(0x20)), tributary_scan_quotes(block)));
}

TRIBUTARY_SCAN_INLINE tributary_plain_text tributary_plain_text_at(const uint8_t *_Nonnull bytes) {
  intptr_t count = tributary_plain_count(bytes);
  // A count of 0 to 16 leaves sixteen bytes of the 32.
  uint64x2_t words = vreinterpretq_u64_u8(vandq_u8(vld1q_u8(bytes), vld1q_u8(tributary_scan_masks + 16 - count)));
  tributary_plain_text text = { vgetq_lane_u64(words, 0), vgetq_lane_u64(words, 1), count };
  return text;
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count_of_block(uint8x16_t block) {
  return tributary_scan_first_lane(vorrq_u8(vcltq_u8(block, vdupq_n_u8(0x20)), tributary_scan_quotes(block)));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count(const uint8_t *_Nonnull bytes) {
  return tributary_clean_count_of_block(vld1q_u8(bytes));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count_of_words(uint64_t low, uint64_t high) {
  return tributary_clean_count_of_block(vreinterpretq_u8_u64(vcombine_u64(vcreate_u64(low), vcreate_u64(high))));
}

#else

TRIBUTARY_SCAN_INLINE intptr_t tributary_pair_text_count(const uint8_t *_Nonnull bytes) {
  return tributary_pair_text_count_portable(bytes);
}

TRIBUTARY_SCAN_INLINE tributary_plain_text tributary_plain_text_at(const uint8_t *_Nonnull bytes) {
  return tributary_plain_text_portable(tributary_scan_word(bytes), tributary_scan_word(bytes + 8));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_plain_count(const uint8_t *_Nonnull bytes) {
  return tributary_plain_count_portable(tributary_scan_word(bytes), tributary_scan_word(bytes + 8));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count(const uint8_t *_Nonnull bytes) {
  return tributary_clean_count_portable(tributary_scan_word(bytes), tributary_scan_word(bytes + 8));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count_of_words(uint64_t low, uint64_t high) {
  return tributary_clean_count_portable(low, high);
}

#endif

#endif
