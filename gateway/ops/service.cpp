// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/service.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "shared/codec/json.hpp"
#include "shared/sync/session.hpp"
#include "shared/sync/target.hpp"

namespace zj::ops {

namespace {

using codec::Object;
using std::chrono::steady_clock;

// The route without what stands in it, so that logs have few names, and none that a stranger chose.
std::string_view route_of(std::string_view target) {
    static constexpr std::array<std::string_view, 6> kRoutes{"/v1/hello", "/v1/checkpoint", sync::kChangesTarget,
                                                             "/v1/feed",  "/v1/proof",      sync::kEnrolTarget};
    const std::string_view path = target.substr(0, target.find('?'));
    if (path.starts_with(sync::kBlobsPrefix)) {
        return "/v1/blobs";
    }
    const auto* const at = std::find(kRoutes.begin(), kRoutes.end(), path);
    return at == kRoutes.end() ? "other" : *at;
}

// Prometheus text.
class Page {
public:
    void gauge(const char* name, const char* help, std::uint64_t value) { add(name, help, "gauge", value); }
    void counter(const char* name, const char* help, std::uint64_t value) { add(name, help, "counter", value); }
    std::string text() && { return std::move(text_); }

private:
    void add(std::string_view name, std::string_view help, std::string_view type, std::uint64_t value) {
        const std::string full = "zhijian_" + std::string(name);
        text_ += "# HELP " + full + " " + std::string(help) + "\n# TYPE " + full + " " + std::string(type) + "\n" +
                 full + " " + std::to_string(value) + "\n";
    }
    std::string text_;
};

}  // namespace

std::string_view content_type(const sync::Request& request, const sync::Response& response) {
    constexpr std::string_view kJson = "application/json", kText = "text/plain; charset=utf-8";
    const std::string_view route = route_of(request.target);
    if (response.status != 200) {
        return response.body.starts_with('{') ? kJson : kText;  // an error, or a door note
    }
    if (route == sync::kChangesTarget || (route == sync::kEnrolTarget && request.method == "POST")) {
        return "application/x-ndjson";
    }
    if (route == "/v1/proof") {
        return kText;
    }
    if (route == "/v1/blobs" && request.method == "GET") {
        const auto at = sync::parse_blob_path(request.target);
        return at && at->chunk ? "application/octet-stream" : kJson;
    }
    return kJson;
}

http::Answer Service::answer(const sync::Request& request, const std::optional<crypto::VerifyKey>& peer) {
    const auto begun = steady_clock::now();
    sync::GatewaySession session(county_);
    sync::Response response = session.handle(request, peer);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begun).count();
    Object facts{{"method", request.method},          {"route", route_of(request.target)},
                 {"status", response.status},         {"bytes_in", request.body.size()},
                 {"bytes_out", response.body.size()}, {"ms", static_cast<std::int64_t>(took)}};
    if (const auto device = peer ? county_.device_by_tls(*peer) : std::nullopt) {
        facts["device"] = device->device;
    }
    if (response.status >= 500) {
        journal_.error("request", std::move(facts));
    } else if (response.status >= 400) {
        journal_.warn("request", std::move(facts));
    } else {
        journal_.info("request", std::move(facts));
    }
    return {response.status, std::string(content_type(request, response)), std::move(response.body)};
}

std::optional<http::Answer> Service::ops(std::string_view path, const http::Traffic& traffic) {
    if (path == "/healthz") {
        return health();
    }
    if (path == "/metrics") {
        return metrics(traffic);
    }
    return std::nullopt;
}

Result<> Service::advance() {
    const auto ticks = county_.advance();
    if (ticks && *ticks > 0) {
        journal_.info("ticks", {{"written", *ticks}});
    }
    auto seen = look();
    return ticks ? seen : Result<>(ticks.error());
}

Result<> Service::look() {
    const auto trouble = county_.trouble();
    const std::string code = trouble ? trouble->code : std::string();
    const std::lock_guard lock(lock_);
    if (code != trouble_) {
        if (trouble) {
            journal_.error("trouble", {{"code", code}, {"where", trouble->where}, {"detail", trouble->detail}});
        } else {
            journal_.info("trouble is over", {{"code", trouble_}});
        }
    }
    trouble_ = code;
    return county_.stopped() ? Result<>(fail("county.stopped", {}, code)) : Result<>();
}

http::Answer Service::health() {
    std::string trouble;
    {
        const std::lock_guard lock(lock_);
        trouble = trouble_;
    }
    codec::Value out = Object{{"ok", trouble.empty()}, {"size", county_.size()}};
    if (!trouble.empty()) {
        out.set("code", trouble);
    }
    return {trouble.empty() ? 200 : 503, "application/json", codec::write_json(out) + "\n"};
}

http::Answer Service::metrics(const http::Traffic& traffic) {
    Page page;
    if (const auto s = county_.pulse()) {
        page.gauge("log_entries", "Entries of the county log.", s->size);
        page.gauge("log_last_entry_seconds", "Time of the newest entry.",
                   static_cast<std::uint64_t>(std::max<std::int64_t>(0, s->last_entry.ms / 1000)));
        page.gauge("cases_open", "Cases not closed.", s->cases_open);
        page.gauge("held", "Change sets held for a person or a fact.", s->held);
        page.gauge("devices_live", "Devices that may connect.", s->devices_live);
        page.gauge("devices_closed", "Devices frozen, revoked or with a closed door.", s->devices_frozen);
        page.gauge("blobs_incomplete", "Attachments not wholly here.", s->blobs_incomplete);
        page.counter("incidents_total", "Incidents counted.", s->incidents);
    }
    page.counter("connections_total", "Connections accepted.", traffic.connections);
    page.gauge("connections_open", "Connections now.", traffic.open);
    page.gauge("devices_open", "Of those, devices of this county.", traffic.devices);
    page.gauge("strangers_open", "Of those, peers that are no device of this county.", traffic.strangers);
    page.counter("handshakes_failed_total", "TLS handshakes that failed.", traffic.handshakes_failed);
    page.counter("requests_total", "Requests answered.", traffic.requests);
    page.counter("requests_refused_total", "Requests refused by the gate.", traffic.gate_refused);
    page.counter("errors_total", "Answers of 500 and above, and broken connections.", traffic.errors);
    page.counter("turned_away_total", "Connections and requests beyond the caps.", traffic.turned_away);
    return {200, "text/plain; version=0.0.4", std::move(page).text()};
}

}  // namespace zj::ops
