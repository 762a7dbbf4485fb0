// SPDX-License-Identifier: Apache-2.0
// Founding a county, serving it, and what is told to the process that serves.
#include "gateway/app/answers.hpp"
#include "gateway/app/verbs.hpp"
#include "gateway/ops/orders.hpp"
#include "shared/store/secret_line.hpp"

namespace zj::app {

namespace {

using codec::Object;
using codec::Value;

constexpr std::size_t kPassphraseBytesMax = 1024;

Result<Value> init(Arguments& arguments, Clock& clock, Random& random) {
    arguments.founding.folder = arguments.folder;
    if (!arguments.demo_until.empty()) {
        ZJ_TRY(arguments.founding.demo_until, parse_date(arguments.demo_until));
    }
    if (arguments.passphrase_fd >= 0) {
        ZJ_TRY(arguments.founding.root_passphrase, store::secret_line(arguments.passphrase_fd, kPassphraseBytesMax));
        if (arguments.founding.root_passphrase.empty()) {  // which init would take for "draw one"
            return fail("passphrase.weak", "--passphrase-fd", "an empty line", {"14"});
        }
    }
    return ops::init(arguments.founding, clock, random, show_progress);
}

Result<Value> serve(Arguments& arguments, Clock& clock, Random& random) {
    arguments.serving.folder = arguments.folder;
    ZJ_CHECK(ops::serve(arguments.serving, clock, random));
    return Value(Object{{"stopped", true}});
}

}  // namespace

void Verbs::founding() {
    ops::Founding& f = a_.founding;
    CLI::App* verb = add("init", "found a county 建库", [this](Clock& c, Random& r) { return init(a_, c, r); });
    verb->add_option("--county", f.county, "division code 行政区划代码")->required();
    verb->add_option("--name", f.name, "name of the county 县名")->required();
    verb->add_option("--address", f.address, "HOST:PORT that terminals use 终端连接地址")->required();
    verb->add_flag("--demo", f.demo, "a demonstration county with its opening folder 演示县");
    verb->add_option("--demo-until", a_.demo_until, "simulated time ends before this day 模拟时间截止日");
    verb->add_option("--year-cases", f.year_cases,
                     "a year of simulated time with some so many cases 模拟一年的业务,约若干件");
    verb->add_option("--seed", f.seed, "of the demonstration county, 421125 where absent 演示县随机种子");
    verb->add_option("--root-file", f.root_file, "write the root fingerprint here 根指纹写入文件");
    verb->add_option("--passphrase-fd", a_.passphrase_fd,
                     "descriptor with the root key's passphrase; drawn into a file where absent 根密钥口令描述符");
}

void Verbs::serving() {
    ops::Serving& s = a_.serving;
    CLI::App* verb = add("serve", "serve terminals 启动服务", [this](Clock& c, Random& r) { return serve(a_, c, r); });
    verb->add_option("--listen", s.listen, "ADDRESS:PORT, port 0: any 监听地址")->capture_default_str();
    verb->add_option("--port-file", s.port_file, "the address, written once it listens 端口文件");
    verb->add_option("--ops-listen", s.ops_listen, "plain /healthz and /metrics; keep it on loopback 运维监听地址");
    verb->add_option("--ops-port-file", s.ops_port_file, "the same for --ops-listen 运维端口文件");
}

void Verbs::ordering() {
    CLI::App* door =
        add("open-door", "let a device in again, people having looked 重新放行设备",
            [this](Clock& c, Random& r) { return ops::give_order(a_.folder, {"open-door", a_.device}, c, r); });
    door->add_option("DEVICE", a_.device, "device id 设备号")->required();
    add("confirm-time", "the clock is right although it jumped 确认时钟",
        [this](Clock& c, Random& r) { return ops::give_order(a_.folder, {"confirm-time", {}}, c, r); });
}

}  // namespace zj::app
