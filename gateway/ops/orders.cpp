// SPDX-License-Identifier: Apache-2.0
#include "gateway/ops/orders.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <thread>
#include <vector>

#include "gateway/ops/folder.hpp"
#include "shared/codec/json.hpp"
#include "shared/codec/reader.hpp"
#include "shared/codec/text.hpp"

namespace zj::ops {

namespace {

using codec::Object;
using codec::Value;

constexpr std::size_t kOrderBytesMax = 4 * 1024;
constexpr std::size_t kAnswerBytesMax = 64 * 1024;
constexpr std::size_t kOrdersMax = 16;  // in one round: operators are few
constexpr auto kAnswerWithin = std::chrono::seconds(15);
constexpr auto kLookEvery = std::chrono::milliseconds(50);

void remove(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

Result<Value> carry_out(county::County& county, const Order& order) {
    if (order.act == "open-door") {
        ZJ_CHECK(county.open_door(order.device));
        return Value(Object{{"device", order.device}});
    }
    county.confirm_time();
    ZJ_TRY(const std::size_t ticks, county.advance());
    return Value(Object{{"ticks", ticks}, {"size", county.size()}});
}

Value to_value(const Error& error) {
    codec::Array args(error.args.begin(), error.args.end());
    return Object{
        {"code", error.code}, {"where", error.where}, {"detail", error.detail}, {"args", Value(std::move(args))}};
}

Result<Value> answer_from(std::string_view text) {
    ZJ_TRY(Value value, codec::parse_json(text, kAnswerBytesMax));
    const Value* error = value.find("error");
    if (error == nullptr) {
        return value;
    }
    Error told = fail(std::string(error->str_or("code")), std::string(error->str_or("where")),
                      std::string(error->str_or("detail")));
    for (const Value& arg : error->items("args")) {
        told.args.push_back(arg.is_string() ? arg.string() : std::string());
    }
    return told;
}

Result<Order> read_order(const std::string& path) {
    ZJ_TRY(const Bytes bytes, store::read_file(path, kOrderBytesMax));
    ZJ_TRY(const Value value, codec::parse_json(as_text(bytes), kOrderBytesMax));
    codec::Reader r(value);
    Order out;
    out.act = r.choice("do", {"open-door", "confirm-time"});
    out.device = r.string("device", 64);
    ZJ_CHECK(r.finish());
    return out;
}

// An order of root's is nobody else's to read: the gateway runs as the folder's owner.
Result<> for_the_server(const std::string& folder, const std::string& file) {
    struct stat at{};
    if (::stat(folder.c_str(), &at) != 0 ||
        (at.st_uid != ::geteuid() && ::lchown(file.c_str(), at.st_uid, at.st_gid) != 0)) {
        const std::string why = std::generic_category().message(errno);
        remove(file);
        return fail("file.io", file, why, {file, why});
    }
    return {};
}

Result<Value> order_from_server(const std::string& folder, const Order& order, Random& random) {
    std::uint8_t name[8];
    random.fill(name);
    const std::string base = path_in(folder, "orders/" + codec::hex(name));
    const Value value = Object{{"do", order.act}, {"device", order.device}};
    const std::string drawn = base + ".new", order_file = base + ".order";
    ZJ_CHECK(store::write_file(drawn, as_bytes(codec::write_json(value))));
    ZJ_CHECK(for_the_server(folder, drawn));
    ZJ_CHECK(store::rename_durably(drawn, order_file));
    const auto end = std::chrono::steady_clock::now() + kAnswerWithin;
    while (!store::exists(base + ".answer")) {
        if (std::chrono::steady_clock::now() > end) {
            remove(order_file);
            return fail("gateway.no_answer", folder, "the process that serves did not answer");
        }
        std::this_thread::sleep_for(kLookEvery);
    }
    auto bytes = store::read_file(base + ".answer", kAnswerBytesMax);
    remove(base + ".answer");
    return bytes ? answer_from(as_text(*bytes)) : Result<Value>(std::move(bytes).error());
}

std::vector<std::string> waiting(const std::string& folder) {
    std::vector<std::string> out;
    std::error_code error;
    for (const auto& item : std::filesystem::directory_iterator(path_in(folder, "orders"), error)) {
        if (item.path().extension() == ".order" && out.size() < kOrdersMax) {
            out.push_back(item.path().string());
        }
    }
    return out;
}

}  // namespace

Result<Value> give_order(const std::string& folder, const Order& order, Clock& clock, Random& random) {
    ZJ_CHECK(read_facts(folder));
    {
        const auto lock = lock_county(folder);
        if (lock) {
            ZJ_TRY(const auto county, open_county(folder, 1, clock, random));
            return carry_out(*county, order);
        }
        if (lock.error().code != "gateway.busy") {
            return lock.error();
        }
    }
    return order_from_server(folder, order, random);
}

Result<> clear_orders(const std::string& folder) {
    const std::string orders = path_in(folder, "orders");
    std::error_code error;
    std::filesystem::remove_all(orders, error);
    if (error) {
        return fail("file.io", orders, error.message(), {orders, error.message()});
    }
    return store::make_folder(orders);
}

void take_orders(const std::string& folder, county::County& county, Journal& journal) {
    for (const std::string& path : waiting(folder)) {
        const auto order = read_order(path);
        const auto done = order ? carry_out(county, *order) : Result<Value>(order.error());
        const Value answer = done ? *done : Value(Object{{"error", to_value(done.error())}});
        const std::string base = path.substr(0, path.rfind('.'));
        const auto written = store::write_file(base + ".answer", as_bytes(codec::write_json(answer)));
        remove(path);
        journal.info("order", {{"do", order ? order->act : std::string("unreadable")},
                               {"code", done ? std::string("done") : done.error().code},
                               {"answered", written.has_value()}});
    }
}

}  // namespace zj::ops
