package io.leasehold.pki.crash;

import io.leasehold.SecretBroker;
import java.util.Map;

/** What a process is doing when it is killed, on a store that {@link Scene} has prepared. */
enum Deed {
    ROOT {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            if (!Scene.issuerNames(broker, "pki").contains("second")) {
                broker.write(
                        "pki/root/generate/internal",
                        Map.of(
                                "common_name", "Second Root",
                                "issuer_name", "second",
                                "key_type", "ec",
                                "ttl", "700h"));
            }
        }
    },
    SET_SIGNED {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            broker.write("pki_int/intermediate/set-signed", Map.of("certificate", material.signed()));
        }
    },
    IMPORT {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            broker.write("pki/issuers/import/bundle", Map.of("pem_bundle", material.foreign()));
        }
    },
    ISSUE_LEASED {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            broker.write("pki/issue/leased", Map.of("common_name", "new.example.com", "ttl", "600h"));
        }
    },
    ISSUE_COMPACT {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            broker.write("pki/issue/compact", Map.of("common_name", "new.example.com", "ttl", "600h"));
        }
    },
    REVOKE {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            broker.write("pki/revoke", Map.of("serial_number", material.victim()));
        }
    },
    LIST {
        @Override
        void act(SecretBroker broker, Scene.Material material) {
            broker.write("pki/crl/rotate");
        }
    };

    /** Does it; may be done again after a death, or after it was done. */
    abstract void act(SecretBroker broker, Scene.Material material);
}
