// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/serve.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

#include "gateway/http/server.hpp"
#include "gateway/ops/folder.hpp"
#include "gateway/ops/orders.hpp"
#include "gateway/ops/service.hpp"
#include "gateway/ops/warning_keeper.hpp"

namespace zj::ops {

namespace {

using std::chrono::steady_clock;

constexpr auto kTickEvery = std::chrono::seconds(60);  // at least each minute (county.hpp)
constexpr timespec kLookEvery{1, 0};                   // how soon an operator's order is seen
constexpr std::size_t kPemBytesMax = 64 * 1024;
constexpr rlim_t kDescriptors = 4096;

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};

Result<Endpoint> endpoint_of(const std::string& text, const char* option) {
    const auto colon = text.rfind(':');
    Endpoint out{text.substr(0, colon), 0};
    if (out.address.size() > 2 && out.address.front() == '[' && out.address.back() == ']') {
        out.address = out.address.substr(1, out.address.size() - 2);
    }
    const std::string digits = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || out.address.empty()) {
        return fail("usage.address", option, "ADDRESS:PORT is needed, not " + text);
    }
    return out;
}

Result<http::ServerOptions> options_of(const Serving& serving) {
    http::ServerOptions out;
    ZJ_TRY(const Endpoint at, endpoint_of(serving.listen, "--listen"));
    out.address = at.address;
    out.port = at.port;
    if (!serving.ops_listen.empty()) {
        ZJ_TRY(const Endpoint ops, endpoint_of(serving.ops_listen, "--ops-listen"));
        out.ops_address = ops.address;
        out.ops_port = ops.port;
    }
    ZJ_TRY(const Bytes chain, store::read_file(path_in(serving.folder, "keys/tls.pem"), kPemBytesMax));
    out.certificate_chain_pem = as_text(chain);
    ZJ_TRY(Bytes key, store::read_file(path_in(serving.folder, "keys/tls.key.pem"), kPemBytesMax));
    out.key_pem = crypto::Secret::from(key);
    crypto::wipe(key);
    return out;
}

// Each connection is a descriptor, and the usual limit is below what the listener lets in.
void raise_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < kDescriptors) {
        limit.rlim_cur = std::min<rlim_t>(kDescriptors, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

Result<> write_port(const std::string& path, const std::string& address, std::uint16_t port) {
    const bool v6 = address.find(':') != std::string::npos;
    const std::string text = (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port) + "\n";
    return path.empty() ? Result<>() : store::write_file(path, as_bytes(text));
}

// Until a signal ends it, or nothing more can be signed. A clock that jumped is said, and serving goes on: what is in
// the log can still be read.
Result<> watch(const std::string& folder, county::County& county, Service& service, Journal& journal) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    auto next = steady_clock::now() + kTickEvery;
    for (;;) {
        if (const int signal = sigtimedwait(&signals, nullptr, &kLookEvery); signal > 0) {
            journal.info("stopping", {{"signal", signal}});
            return {};
        }
        take_orders(folder, county, journal);
        if (steady_clock::now() >= next) {
            next = steady_clock::now() + kTickEvery;
            static_cast<void>(service.advance());  // what keeps it is seen below
        }
        ZJ_CHECK(service.look());
    }
}

}  // namespace

Result<> serve(const Serving& serving, Clock& clock, Random& random) {
    ZJ_TRY(const CountyFacts facts, read_facts(serving.folder));
    ZJ_TRY(const store::FolderLock lock, lock_county(serving.folder));
    ZJ_CHECK(clear_orders(serving.folder));
    ZJ_TRY(http::ServerOptions options, options_of(serving));
    raise_descriptors();
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    ZJ_TRY(const auto county, open_county(serving.folder, threads, clock, random));
    Journal journal(clock);
    Service service(*county, journal);
    static_cast<void>(service.advance());  // told by /healthz, and tried again each minute
    const std::string address = options.address, ops_address = options.ops_address;
    const bool with_ops = options.ops_port.has_value();
    http::Callbacks callbacks;
    callbacks.answer = [&](const auto& request, const auto& peer) {
        return service.answer(request, peer);
    };
    callbacks.known = [&](const auto& peer) {
        return service.known(peer);
    };
    callbacks.ops = [&](std::string_view path, const http::Traffic& traffic) {
        return service.ops(path, traffic);
    };
    ZJ_TRY(const auto server, http::Server::start(std::move(options), std::move(callbacks)));
    journal.info("serving", {{"address", address}, {"port", server->port()}, {"size", county->size()}});
    ZJ_CHECK(write_port(serving.port_file, address, server->port()));
    if (with_ops) {
        ZJ_CHECK(write_port(serving.ops_port_file, ops_address, server->ops_port()));
    }
    const auto open_findings = [&]() -> Result<std::unique_ptr<KeptFindings>> {
        ZJ_TRY(county::WarningTable table, open_warnings(serving.folder));
        return std::make_unique<KeptFindings>(std::move(table), facts.county, county->log_key());
    };
    auto keeper = std::make_unique<WarningKeeper>(open_findings, clock, journal);
    auto ended = watch(serving.folder, *county, service, journal);
    server->stop();
    keeper.reset();
    journal.info("stopped", {{"size", county->size()}});
    return ended;
}

}  // namespace zj::ops
