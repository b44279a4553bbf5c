package io.leasehold.database.internal.config;

import io.leasehold.database.spi.UsernameRules;
import io.leasehold.spi.name.NameSign;
import io.leasehold.spi.name.NameTemplate;
import java.security.SecureRandom;
import java.time.Instant;

/** How the users of a connection are named. Immutable. */
public final class AccountNames {

    private final NameTemplate template;

    private AccountNames(NameTemplate template) {
        this.template = template;
    }

    /** The connection's own template, or the product's when it has none. */
    static AccountNames of(String template, UsernameRules rules) {
        String text = template.isEmpty() ? rules.defaultTemplate() : template;
        return new AccountNames(NameTemplate.parse(text, rules.maxBytes()));
    }

    public String next(NameSign sign, String displayName, String roleName, Instant time, SecureRandom random) {
        return template.signedBy(sign).render(displayName, roleName, time, random);
    }
}
