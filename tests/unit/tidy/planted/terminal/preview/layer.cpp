// SPDX-License-Identifier: Apache-2.0
#include "terminal/vault/vault.hpp"
