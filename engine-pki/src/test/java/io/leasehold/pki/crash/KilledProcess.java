package io.leasehold.pki.crash;

import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The program that is killed: it does one thing on a prepared store, and halts after a given number of writes. */
public final class KilledProcess {

    /** The exit status of one that has halted. */
    static final int HALTED = 86;

    private static final Set<String> WRITES = Set.of("put", "delete", "insert", "update", "claimDue");

    private KilledProcess() {}

    /**
     * Runs.
     *
     * @param arguments the deed, the file of the store, after how many writes to halt; the rest comes through standard input,
     *     because there is a private key in it
     * @throws IOException when its input cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Scene.Material material = read();
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        SettableTime time = SettableTime.automatic();
        Storage storage = mortal(Scene.open(Path.of(arguments[1]), time), left);
        SecretBroker broker = Scene.broker(storage)
                .timeSource(time)
                .scheduler(new ManualScheduler(time))
                .build();
        broker.read("pki/config/crl");
        left.set(Integer.parseInt(arguments[2]));
        Deed.valueOf(arguments[0]).act(broker, material);
        Runtime.getRuntime().halt(0);
    }

    private static Scene.Material read() throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        return new Scene.Material(
                input.readLine().replace('|', '\n'),
                input.readLine().replace('|', '\n'),
                input.readLine(),
                input.readLine());
    }

    /** What {@link #read()} reads. */
    static String input(Scene.Material material) {
        return String.join(
                        "\n",
                        material.signed().replace('\n', '|'),
                        material.foreign().replace('\n', '|'),
                        material.victim(),
                        material.revoked())
                + "\n";
    }

    private static Storage mortal(Storage storage, AtomicInteger left) {
        LeaseStore leases = proxy(LeaseStore.class, storage.leases(), left);
        EntryStore entries = proxy(EntryStore.class, storage.entries(), left);
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (self, method, arguments) -> {
                    return switch (method.getName()) {
                        case "leases" -> leases;
                        case "entries" -> entries;
                        default -> method.invoke(storage, arguments);
                    };
                });
    }

    private static <T> T proxy(Class<T> type, T real, AtomicInteger left) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (WRITES.contains(method.getName()) && left.getAndDecrement() == 0) {
                        Runtime.getRuntime().halt(HALTED);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
