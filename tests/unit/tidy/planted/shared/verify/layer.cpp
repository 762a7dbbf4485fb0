// SPDX-License-Identifier: Apache-2.0
#include "shared/sync/wire.hpp"
