// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/serve.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <thread>

#include "gateway/http/server.hpp"
#include "gateway/ops/folder.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/text.hpp"
#include "shared/store/files.hpp"
#include "shared/sync/session.hpp"

namespace zj::ops {

namespace {

using std::chrono::steady_clock;

constexpr int kTickEveryS = 60;  // at least each minute (county.hpp)

// One JSON line a happening. Targets carry hashes and scopes only.
class Journal {
public:
    explicit Journal(Clock& clock) : clock_(clock) {}
    void note(std::string_view level, std::string_view what, codec::Object facts = {}) {
        facts["at"] = format_time(clock_.now());
        facts["level"] = level;
        facts["what"] = what;
        const std::string line = codec::write_json(std::move(facts)) + "\n";
        const std::lock_guard lock(lock_);
        std::fputs(line.c_str(), stderr);
    }

private:
    Clock& clock_;
    std::mutex lock_;
};

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};

Result<Endpoint> endpoint_of(const std::string& text) {
    const auto colon = text.rfind(':');
    Endpoint out{text.substr(0, colon), 0};
    if (out.address.size() > 2 && out.address.front() == '[' && out.address.back() == ']') {
        out.address = out.address.substr(1, out.address.size() - 2);
    }
    const std::string digits = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || out.address.empty()) {
        return fail("usage.address", text, {}, {text});
    }
    return out;
}

std::string path_of(const std::string& target) {
    return target.substr(0, target.find('?'));
}

// The route without what stands in it, so that metrics and logs have few names.
std::string route_of(const std::string& target) {
    const std::string path = path_of(target);
    return path.starts_with("/v1/blobs/") ? "/v1/blobs" : path;
}

class Service {
public:
    Service(county::County& county, Clock& clock, Journal& journal)
        : county_(county), clock_(clock), journal_(journal) {}

    sync::Response handle(const sync::Request& request, const std::optional<crypto::VerifyKey>& peer) {
        const auto begun = steady_clock::now();
        sync::GatewaySession session(county_);
        sync::Response response = session.handle(request, peer, clock_.now());
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begun).count();
        codec::Object facts{{"method", request.method},          {"route", route_of(request.target)},
                            {"status", response.status},         {"bytes_in", request.body.size()},
                            {"bytes_out", response.body.size()}, {"ms", static_cast<std::int64_t>(took)}};
        if (peer) {
            if (const auto device = county_.device_by_tls(*peer)) {
                facts["device"] = device->device;
            }
        }
        journal_.note(response.status >= 500   ? "error"
                      : response.status >= 400 ? "warn"
                                               : "info",
                      "request", std::move(facts));
        return response;
    }

    std::optional<http::Page> ops(std::string_view path, const http::Traffic& traffic) {
        if (path == "/healthz") {
            const auto summary = county_.summary();
            codec::Value out = codec::Object{{"ok", summary.has_value()}};
            if (summary) {
                out.set("size", static_cast<std::int64_t>(summary->size))
                    .set("last_entry", format_time(summary->last_entry));
            } else {
                out.set("code", summary.error().code);
            }
            return http::Page{summary ? 200 : 503, "application/json", codec::write_json(out) + "\n"};
        }
        if (path == "/metrics") {
            return metrics(traffic);
        }
        return std::nullopt;
    }

private:
    std::optional<http::Page> metrics(const http::Traffic& traffic) {
        std::string out;
        const auto gauge = [&](const char* name, const char* help, std::uint64_t value, const char* type = "gauge") {
            out += std::string("# HELP zhijian_") + name + " " + help + "\n# TYPE zhijian_" + name + " " + type +
                   "\nzhijian_" + name + " " + std::to_string(value) + "\n";
        };
        if (const auto s = county_.summary()) {
            gauge("log_entries", "Entries of the county log.", s->size);
            gauge("log_last_entry_seconds", "Time of the newest entry.",
                  static_cast<std::uint64_t>(std::max<std::int64_t>(0, s->last_entry.ms / 1000)));
            gauge("cases_open", "Cases not closed.", s->cases_open);
            gauge("held", "Change sets held for a person or a fact.", s->held);
            gauge("devices_live", "Devices that may connect.", s->devices_live);
            gauge("devices_closed", "Devices frozen, revoked or with a closed door.", s->devices_frozen);
            gauge("blobs_incomplete", "Attachments not wholly here.", s->blobs - s->blobs_complete);
            gauge("incidents_total", "Incidents counted.", s->incidents, "counter");
        }
        gauge("connections_total", "Connections accepted.", traffic.connections, "counter");
        gauge("connections_open", "Connections now.", traffic.open);
        gauge("handshakes_failed_total", "TLS handshakes that failed.", traffic.handshakes_failed, "counter");
        gauge("requests_total", "Requests answered.", traffic.requests, "counter");
        gauge("requests_refused_total", "Requests refused by the gate.", traffic.gate_refused, "counter");
        gauge("errors_total", "Answers of 500 and above, and broken connections.", traffic.errors, "counter");
        gauge("turned_away_total", "Connections beyond the cap.", traffic.turned_away, "counter");
        return http::Page{200, "text/plain; version=0.0.4", out};
    }

    county::County& county_;
    Clock& clock_;
    Journal& journal_;
};

Result<http::ServerOptions> options_of(const Serving& serving) {
    http::ServerOptions out;
    ZJ_TRY(const Endpoint at, endpoint_of(serving.listen));
    out.address = at.address;
    out.port = at.port;
    if (serving.ops_listen) {
        ZJ_TRY(const Endpoint ops, endpoint_of(*serving.ops_listen));
        out.ops_address = ops.address;
        out.ops_port = ops.port;
    }
    constexpr std::size_t kPemBytesMax = 64 * 1024;
    ZJ_TRY(const Bytes chain, store::read_file(path_in(serving.folder, "keys/tls.pem"), kPemBytesMax));
    out.certificate_chain_pem = as_text(chain);
    ZJ_TRY(Bytes key, store::read_file(path_in(serving.folder, "keys/tls.key.pem"), kPemBytesMax));
    out.key_pem = crypto::Secret::from(key);
    crypto::wipe(key);
    return out;
}

Result<> write_port(const std::string& path, const std::string& address, std::uint16_t port) {
    if (path.empty()) {
        return {};
    }
    return store::write_file(path, as_bytes(address + ":" + std::to_string(port) + "\n"));
}

// Until a signal ends it. Ticks are written as time passes; a clock that jumped is said, and serving goes on.
void watch(county::County& county, Journal& journal) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    const timespec minute{kTickEveryS, 0};
    for (;;) {
        const int signal = sigtimedwait(&signals, nullptr, &minute);
        if (signal > 0) {
            journal.note("info", "stopping", {{"signal", signal}});
            return;
        }
        const auto ticks = county.advance();
        if (!ticks) {
            journal.note("error", "ticks", {{"code", ticks.error().code}, {"detail", ticks.error().detail}});
        } else if (*ticks > 0) {
            journal.note("info", "ticks", {{"written", *ticks}});
        }
    }
}

}  // namespace

Result<> serve(const Serving& serving, Clock& clock, Random& random) {
    ZJ_CHECK(read_facts(serving.folder));
    auto lock = store::FolderLock::take(path_in(serving.folder, "lock"));
    if (!lock) {
        Error error = std::move(lock).error();
        if (error.code == "file.busy") {
            error.code = "gateway.busy";
        }
        return error;
    }
    const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
    ZJ_TRY(const auto county, open_county(serving.folder, threads, clock, random));
    Journal journal(clock);
    if (const auto ticks = county->advance(); !ticks) {
        journal.note("error", "ticks", {{"code", ticks.error().code}, {"detail", ticks.error().detail}});
    }
    ZJ_TRY(http::ServerOptions options, options_of(serving));
    const std::string address = options.address, ops_address = options.ops_address;
    const bool with_ops = options.ops_port.has_value();
    Service service(*county, clock, journal);
    const http::Traffic* traffic = nullptr;
    ZJ_TRY(const auto server,
           http::Server::start(
               std::move(options), [&](const auto& request, const auto& peer) { return service.handle(request, peer); },
               [&](std::string_view path) -> std::optional<http::Page> {
                   return traffic == nullptr ? std::nullopt : service.ops(path, *traffic);
               }));
    traffic = &server->traffic();
    journal.note("info", "serving", {{"address", address}, {"port", server->port()}, {"size", county->size()}});
    ZJ_CHECK(write_port(serving.port_file, address, server->port()));
    if (with_ops) {
        ZJ_CHECK(write_port(serving.ops_port_file, ops_address, server->ops_port()));
    }
    watch(*county, journal);
    server->stop();
    journal.note("info", "stopped", {{"size", county->size()}});
    return {};
}

}  // namespace zj::ops
