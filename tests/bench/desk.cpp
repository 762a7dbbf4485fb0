// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/desk.hpp"

#include "shared/codec/text.hpp"
#include "shared/sync/session.hpp"
#include "terminal/work/net_line.hpp"
#include "tests/simulation/books.hpp"
#include "tests/support/county.hpp"

namespace zj::bench {

using codec::Array;
using codec::Value;

Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(const std::string& folder) {
    std::unique_ptr<Desk> desk(new Desk);
    ZJ_TRY(desk->ground_, sim::lay_ground(folder));
    desk->clock_.begin(desk->ground_.start);
    vault::Settings settings{&desk->clock_, &desk->random_, sim::cheap_cost(), [] { return std::int64_t{0}; }, {}};
    ZJ_TRY(desk->vault_, vault::Vault::open(folder + "/t0", "clerk-a", sim::passphrase(), settings));
    ZJ_TRY(desk->catalogue_, desk->vault_->catalogue());
    return desk;
}

Value Desk::use_form(const std::string& mark, Array materials) {
    const std::string unit = "unit/" + std::string(sim::kUnit);
    Value form;
    form.set("do", "case.submit").set("base", log::to_value(log::Bases{{unit, vault_->base_of(unit)}}));
    form.set("matter", "USE").set("unit", sim::kUnit).set("fields", sim::use_fields(mark));
    return form.set("materials", std::move(materials)).set("note", mark).set("urgent", false);
}

Array Desk::absent_materials(const std::string& mark) {
    return test::materials_for(*catalogue_->matter("USE"), sim::use_fields(mark), mark);
}

std::vector<std::string> Desk::required_slots() const {
    std::vector<std::string> out;
    for (const model::Slot* slot : catalogue_->matter("USE")->required_slots(sim::use_fields("slots"))) {
        out.push_back(slot->key);
    }
    return out;
}

Value Desk::withdrawal(std::uint64_t of_seq) {
    Value out;
    out.set("do", "case.withdraw").set("base", log::to_value(log::Bases{}));
    out.set("case", log::record_key("case", sim::kCounty, vault_->device(), of_seq, 0));
    return out.set("reason", "重复上报，撤回后合并办理");
}

Result<> Desk::serve(unsigned threads) {
    county::CountyOptions options;  // as the gateway opens it
    options.path = ground_.folder + "/county/county.db";
    options.threads = threads;
    ZJ_TRY(county_, county::County::open(options, ground_.keys.database, ground_.keys.log.clone(), clock_, random_));
    const auto ca_key = crypto::SigningKey::generate(random_), key = crypto::SigningKey::generate(random_);
    ZJ_TRY(const crypto::Certificate ca, crypto::make_ca(std::string(sim::kCounty), ca_key, clock_.now()));
    ZJ_TRY(crypto::Certificate own, crypto::make_server_certificate(ca, key, {"127.0.0.1"}, clock_.now()));
    ZJ_TRY(tls_ca_, crypto::certificate_hash(ca.certificate_pem));
    http::ServerOptions listener;
    listener.certificate_chain_pem = own.certificate_pem + ca.certificate_pem;
    listener.key_pem = std::move(own.key_pem);
    http::Callbacks callbacks;
    callbacks.answer = [this](const sync::Request& request, const std::optional<crypto::VerifyKey>& peer) {
        sync::GatewaySession session(*county_);
        sync::Response response = session.handle(request, peer);
        return http::Answer{response.status, "application/octet-stream", std::move(response.body)};
    };
    callbacks.known = [this](const crypto::VerifyKey& peer) {
        return county_->device_by_tls(peer).has_value();
    };
    ZJ_TRY(server_, http::Server::start(std::move(listener), std::move(callbacks)));
    return {};
}

Result<std::map<std::string, double>> Desk::sync() {
    work::NetOptions options;
    options.address = "127.0.0.1:" + std::to_string(server_->port());
    options.certificate = vault_->tls_certificate();
    options.tls_ca = tls_ca_;
    options.now = clock_.now();
    ZJ_TRY(const std::unique_ptr<work::Line> line, work::net_line(std::move(options)));
    std::map<std::string, double> stages;
    sync::TerminalSession session(*vault_, {});
    for (;;) {
        const Watch watch;
        const auto request = session.next();
        if (!request) {
            break;
        }
        const std::string stage = session.progress().stage;
        ZJ_TRY(const sync::Response response, line->send(*request));
        ZJ_CHECK(session.on_response(response));
        stages[stage] += watch.seconds();
    }
    ZJ_CHECK(session.result());
    return stages;
}

Result<std::size_t> Desk::all_applied() {
    const std::vector<vault::Sent> all = vault_->outbox();
    for (const vault::Sent& sent : all) {
        if (!sent.receipt || sent.state != "applied") {
            return fail("bench.verdict", "number " + std::to_string(sent.seq), sent.state + " " + sent.code);
        }
    }
    return all.size();
}

}  // namespace zj::bench
