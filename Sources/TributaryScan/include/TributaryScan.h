// Sixteen bytes of JSON text at a time: which of them a string may have as they are.
//
// The machine's own form uses SSE2 or NEON; the portable form is used where neither exists, and the same tests run over
// both. Every function reads exactly the sixteen bytes it is given and writes only where it says so.
#ifndef TRIBUTARY_SCAN_H
#define TRIBUTARY_SCAN_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
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

#if defined(__SSE2__)

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

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count(const uint8_t *_Nonnull bytes) {
  return tributary_scan_clean(_mm_loadu_si128((const __m128i *)bytes));
}

TRIBUTARY_SCAN_INLINE intptr_t tributary_clean_count_of_words(uint64_t low, uint64_t high) {
  return tributary_scan_clean(_mm_set_epi64x((long long)high, (long long)low));
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

// Four bits for each byte, all set where the byte is marked.
TRIBUTARY_SCAN_INLINE intptr_t tributary_scan_first_lane(uint8x16_t marks) {
  uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(marks), 4)), 0);
  return bits ? __builtin_ctzll(bits) >> 2 : 16;
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
