package io.leasehold.pki.revoking;

import io.leasehold.error.NotFoundException;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Authorities without a store; the first one is the default until another is named. */
final class HandMadeIssuers implements IssuerDirectory {

    private final List<Issuer> issuers = new CopyOnWriteArrayList<>();
    private volatile String defaultId = "";

    void add(Authority authority) {
        if (defaultId.isEmpty()) {
            defaultId = authority.issuer.id();
        }
        remove(authority.issuer.id());
        issuers.add(authority.issuer);
    }

    void remove(String id) {
        issuers.removeIf(issuer -> issuer.id().equals(id));
    }

    @Override
    public Issuer get(String reference) {
        return (reference.equals("default") ? byDefault() : named(reference))
                .orElseThrow(() -> new NotFoundException("unknown issuer"));
    }

    private Optional<Issuer> named(String reference) {
        return issuers.stream()
                .filter(issuer -> issuer.id().equals(reference) || issuer.name().equals(reference))
                .findFirst();
    }

    @Override
    public Issuer forIssuing(String reference) {
        return get(reference);
    }

    @Override
    public Optional<Issuer> byId(String id) {
        return issuers.stream().filter(issuer -> issuer.id().equals(id)).findFirst();
    }

    @Override
    public List<Issuer> all() {
        return issuers.stream().sorted(Comparator.comparing(Issuer::id)).toList();
    }

    @Override
    public Optional<Issuer> byDefault() {
        return byId(defaultId);
    }
}
