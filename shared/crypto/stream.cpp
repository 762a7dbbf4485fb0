// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>

#include "shared/crypto/crypto.hpp"

namespace zj::crypto {
namespace {

using State = crypto_secretstream_xchacha20poly1305_state;
State* state_of(Secret& memory) {
    return reinterpret_cast<State*>(memory.bytes().data());
}

}  // namespace

StreamWriter::StreamWriter(const Secret& key32)
    : state_(sizeof(State)), header_(crypto_secretstream_xchacha20poly1305_HEADERBYTES) {
    ZJ_ASSERT(key32.size() == crypto_secretstream_xchacha20poly1305_KEYBYTES);
    crypto_secretstream_xchacha20poly1305_init_push(state_of(state_), header_.data(), key32.view().data());
}

Bytes StreamWriter::push(ByteView plain, bool last, ByteView associated) {
    Bytes out(plain.size() + crypto_secretstream_xchacha20poly1305_ABYTES);
    crypto_secretstream_xchacha20poly1305_push(
        state_of(state_), out.data(), nullptr, plain.data(), plain.size(), associated.data(), associated.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    return out;
}

Result<StreamReader> StreamReader::open(const Secret& key32, ByteView header) {
    ZJ_ASSERT(key32.size() == crypto_secretstream_xchacha20poly1305_KEYBYTES);
    StreamReader out;
    out.state_ = Secret(sizeof(State));
    if (header.size() != crypto_secretstream_xchacha20poly1305_HEADERBYTES ||
        crypto_secretstream_xchacha20poly1305_init_pull(state_of(out.state_), header.data(), key32.view().data()) !=
            0) {
        return fail("crypto.stream", {}, "not the header of a stream");
    }
    return out;
}

Result<StreamReader::Part> StreamReader::pull(ByteView cipher, ByteView associated) {
    if (cipher.size() < crypto_secretstream_xchacha20poly1305_ABYTES) {
        return fail("crypto.stream", {}, "cut short");
    }
    Part out;
    out.plain.resize(cipher.size() - crypto_secretstream_xchacha20poly1305_ABYTES);
    std::uint8_t tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(state_of(state_), out.plain.data(), nullptr, &tag, cipher.data(),
                                                   cipher.size(), associated.data(), associated.size()) != 0) {
        return fail("crypto.stream", {}, "wrong key, order or bytes");
    }
    out.last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return out;
}

}  // namespace zj::crypto
