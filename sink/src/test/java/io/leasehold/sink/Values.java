package io.leasehold.sink;

import io.leasehold.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Secrets of the tests. */
final class Values {

    private Values() {}

    static Secret login(String password) {
        return of("username", "v-app-1", "password", password);
    }

    /** A certificate of no authority: sinks copy, and do not look into it. */
    static Secret certificate(String name) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("certificate", "-----BEGIN CERTIFICATE-----\n" + name + "-cert\n-----END CERTIFICATE-----");
        data.put(
                "ca_chain",
                List.of(
                        "-----BEGIN CERTIFICATE-----\nissuer\n-----END CERTIFICATE-----",
                        "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----"));
        data.put("private_key", "-----BEGIN EC PRIVATE KEY-----\n" + name + "-key\n-----END EC PRIVATE KEY-----");
        return Secret.of(data, Set.of(), null, List.of());
    }

    static Secret of(String... pairs) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            data.put(pairs[i], pairs[i + 1]);
        }
        return Secret.of(data, Set.of(), null, List.of());
    }
}
