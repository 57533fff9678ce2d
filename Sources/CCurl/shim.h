#pragma once

// libcurl's calls in a form that Swift can make.
//
// `curl_easy_setopt`, `curl_multi_setopt` and `curl_easy_getinfo` take any kind of argument, which Swift cannot call.
// Each function here fixes the kind of one option's argument. Handles are untyped, as they are in libcurl's own headers
// unless a program asks for stricter ones.

#include <curl/curl.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#if LIBCURL_VERSION_NUM < 0x075100
#error "Tributary needs libcurl 7.81 or later (Ubuntu 22.04, Debian 12)"
#endif

// The results, as one kind of number whatever the compiler makes of C's enumerations.
static inline int tributary_easy_long(void *easy, CURLoption option, long value) {
  return (int)curl_easy_setopt((CURL *)easy, option, value);
}

static inline int tributary_easy_large(void *easy, CURLoption option, long long value) {
  return (int)curl_easy_setopt((CURL *)easy, option, (curl_off_t)value);
}

// libcurl copies the text.
static inline int tributary_easy_text(void *easy, CURLoption option, const char *value) {
  return (int)curl_easy_setopt((CURL *)easy, option, value);
}

// libcurl keeps the pointer.
static inline int tributary_easy_pointer(void *easy, CURLoption option, const void *value) {
  return (int)curl_easy_setopt((CURL *)easy, option, value);
}

static inline int tributary_easy_list(void *easy, CURLoption option, struct curl_slist *value) {
  return (int)curl_easy_setopt((CURL *)easy, option, value);
}

static inline int tributary_easy_write(void *easy, curl_write_callback call, void *context) {
  curl_easy_setopt((CURL *)easy, CURLOPT_WRITEDATA, context);
  return (int)curl_easy_setopt((CURL *)easy, CURLOPT_WRITEFUNCTION, call);
}

static inline int tributary_easy_header(void *easy, curl_write_callback call, void *context) {
  curl_easy_setopt((CURL *)easy, CURLOPT_HEADERDATA, context);
  return (int)curl_easy_setopt((CURL *)easy, CURLOPT_HEADERFUNCTION, call);
}

static inline int tributary_easy_read(void *easy, curl_read_callback call, void *context) {
  curl_easy_setopt((CURL *)easy, CURLOPT_READDATA, context);
  return (int)curl_easy_setopt((CURL *)easy, CURLOPT_READFUNCTION, call);
}

static inline int tributary_easy_seek(void *easy, curl_seek_callback call, void *context) {
  curl_easy_setopt((CURL *)easy, CURLOPT_SEEKDATA, context);
  return (int)curl_easy_setopt((CURL *)easy, CURLOPT_SEEKFUNCTION, call);
}

static inline int tributary_easy_before_request(void *easy, curl_prereq_callback call, void *context) {
  curl_easy_setopt((CURL *)easy, CURLOPT_PREREQDATA, context);
  return (int)curl_easy_setopt((CURL *)easy, CURLOPT_PREREQFUNCTION, call);
}

// A child process that the program starts must not inherit a connection.
static curl_socket_t tributary_open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  (void)context;
  (void)purpose;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static inline int tributary_easy_private_sockets(void *easy) {
  return (int)curl_easy_setopt((CURL *)easy, CURLOPT_OPENSOCKETFUNCTION, tributary_open_socket);
}

// A name lookup in another thread need not end before its transfer does. Before libcurl 7.87 it must.
static inline void tributary_easy_leave_lookups(void *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  curl_easy_setopt((CURL *)easy, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)easy;
#endif
}

// Only http and https. The option that takes names came with 7.85, which replaced the one that takes bits.
static inline void tributary_easy_only_http(void *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt((CURL *)easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt((CURL *)easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static inline long tributary_easy_info(void *easy, CURLINFO info) {
  long value = 0;
  return curl_easy_getinfo((CURL *)easy, info, &value) == CURLE_OK ? value : 0;
}

static inline int tributary_multi_long(void *multi, CURLMoption option, long value) {
  return (int)curl_multi_setopt((CURLM *)multi, option, value);
}

static inline void tributary_share_sessions(void *share) {
  curl_share_setopt((CURLSH *)share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

// The next transfer that ended, or null.
static inline void *tributary_multi_ended(void *multi, int *result) {
  int left = 0;
  CURLMsg *message = curl_multi_info_read((CURLM *)multi, &left);
  while (message && message->msg != CURLMSG_DONE) message = curl_multi_info_read((CURLM *)multi, &left);
  if (!message) return 0;
  *result = (int)message->data.result;
  return message->easy_handle;
}

// The name that debuggers and `top` show.
static inline void tributary_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
