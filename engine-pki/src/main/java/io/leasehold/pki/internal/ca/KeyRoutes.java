package io.leasehold.pki.internal.ca;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.pki.PkiKey;
import io.leasehold.pki.internal.ca.AuthorityKeys.AuthorityKey;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.KeyState;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.x509.Format;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code keys} and {@code key/REF}. A private key that is in never comes out again. */
final class KeyRoutes {

    private final Authorities authorities;
    private final AuthorityKeys keys;
    private final ImportReader reader;

    KeyRoutes(Authorities authorities, AuthorityKeys keys, ImportReader reader) {
        this.authorities = authorities;
        this.keys = keys;
        this.reader = reader;
    }

    /** A request for a new key. */
    public record Generation(
            @Field("The key's name.") @Nullable String keyName,

            @Field("rsa (the default), ec or ed25519.") @Nullable
            String keyType,

            @Field("The key's size; 0 for the type's default.")
            int keyBits,

            @Field("How an exported key is written: der or pkcs8.") @Nullable
            String privateKeyFormat,

            @Field("pem or der.") @Nullable String format) {}

    /** A request to import a key. */
    public record Import(
            @Field("The private key in PEM.") @Sensitive @Nullable
            String pemBundle,

            @Field("The key's name.") @Nullable String keyName) {

        @Override
        public String toString() {
            return "Import[" + keyName + "]";
        }
    }

    /** What may be set of a key. */
    public record Naming(
            @Field("The key's name; absent for none.") @Nullable
            String keyName) {}

    List<Route> routes() {
        return List.of(
                Route.at("keys")
                        .on(
                                Operation.LIST,
                                "Lists the keys by id.",
                                (call, none) -> Reply.names(authorities.index().value().keys().stream()
                                        .map(KeyState::id)
                                        .sorted()
                                        .toList()))
                        .build(),
                Route.at("key/{ref}")
                        .on(
                                Operation.READ,
                                "Shows a key, without its private part.",
                                (call, none) -> Reply.of(show(find(call.variable("ref")), null)))
                        .on(
                                Operation.WRITE,
                                "Names a key.",
                                Naming.class,
                                (call, fields) -> rename(call.variable("ref"), fields))
                        .on(
                                Operation.DELETE,
                                "Deletes a key that no issuer uses.",
                                (call, none) -> delete(call.variable("ref")))
                        .build(),
                Route.at("keys/generate/{type}")
                        .on(
                                Operation.WRITE,
                                "Makes a key.",
                                Generation.class,
                                (call, fields) -> generate(KeyFields.Source.of(call.variable("type")), fields))
                        .build(),
                Route.at("keys/import")
                        .on(Operation.WRITE, "Imports a key.", Import.class, (call, fields) -> read(fields))
                        .build());
    }

    private KeyState find(String reference) {
        return authorities.index().value().key(reference).orElseThrow(() -> unknown(reference));
    }

    private static NotFoundException unknown(String reference) {
        return new NotFoundException("unknown key: " + Names.shown(reference));
    }

    private static PkiKey show(KeyState key, @Nullable String privateKey) {
        return new PkiKey(key.id(), key.name(), key.type(), key.bits(), spaced(key.fingerprint()), privateKey);
    }

    private static String spaced(String hex) {
        return hex.replaceAll("..(?!$)", "$0:");
    }

    private Reply rename(String reference, Naming fields) {
        String name = fields.keyName() == null ? "" : fields.keyName();
        String id = authorities
                .fresh()
                .value()
                .key(reference)
                .orElseThrow(() -> unknown(reference))
                .id();
        authorities.change(index -> {
            if (index.key(id).isEmpty()) {
                throw unknown(reference);
            }
            Names.checkKey("key_name", name, index, id);
            return index.changingKey(id, key -> key.named(name));
        });
        return Reply.of(show(find(id), null));
    }

    private Reply delete(String reference) {
        Optional<KeyState> found = authorities.fresh().value().key(reference);
        if (found.isEmpty()) {
            return Reply.none();
        }
        String id = found.get().id();
        authorities.change(index -> {
            List<IssuerState> users = index.usersOf(id);
            if (!users.isEmpty()) {
                throw new ConflictException("key " + id + " is in use by issuer "
                        + users.stream().map(IssuerState::id).collect(Collectors.joining(", "))
                        + ": delete that first");
            }
            return index.withoutKey(id);
        });
        authorities.dropKey(id);
        return Reply.none();
    }

    private Reply generate(KeyFields.Source source, Generation fields) {
        if (source == KeyFields.Source.EXISTING) {
            throw new InvalidRequestException("type", "is for new keys: give internal or exported");
        }
        KeyFields asked =
                new KeyFields(fields.keyName(), null, fields.keyType(), fields.keyBits(), fields.privateKeyFormat());
        Format format = Format.of(fields.format());
        AuthorityKey key = keys.get(source, asked, authorities.fresh().value());
        try {
            authorities.change(key::addTo);
        } catch (LeaseholdException refused) {
            keys.discard(key, refused);
            throw refused;
        }
        return Reply.of(show(key.state(), key.isExported() ? format.of(key.block(asked.encoding())) : null));
    }

    private Reply read(Import fields) {
        List<Pem.Block> blocks = Pem.read("pem_bundle", fields.pemBundle() == null ? "" : fields.pemBundle()).stream()
                .filter(block -> !block.label().equals("EC PARAMETERS"))
                .toList();
        if (blocks.size() != 1) {
            throw new InvalidRequestException("pem_bundle", "holds " + blocks.size() + " blocks: give one private key");
        }
        String name = fields.keyName() == null ? "" : fields.keyName();
        ImportReader.FoundKey found = reader.key("pem_bundle", blocks.get(0));
        AuthorityIndex before = authorities.fresh().value();
        Optional<KeyState> known = before.keyOf(Authorities.fingerprint(found.publicKey()));
        if (known.isPresent()) {
            return Reply.of(show(known.get(), null), List.of("the key was here already: nothing was changed"));
        }
        Names.checkKey("key_name", name, before, "");
        KeyState stored = authorities.storeKey(found.kind(), found.pkcs8(), found.publicKey(), name);
        try {
            AuthorityIndex after = authorities.change(index -> {
                if (index.keyOf(stored.fingerprint()).isPresent()) {
                    return index;
                }
                Names.checkKey("key_name", name, index, "");
                return index.with(stored);
            });
            KeyState there = after.keyOf(stored.fingerprint()).orElse(stored);
            if (!there.id().equals(stored.id())) {
                authorities.dropKey(stored.id());
            }
            return Reply.of(show(there, null));
        } catch (LeaseholdException refused) {
            authorities.dropKeyAfter(stored.id(), refused);
            throw refused;
        }
    }
}
