package io.leasehold.internal.entry;

import io.leasehold.spi.storage.EntryStore;
import java.util.ArrayList;
import java.util.List;

/** Walks the entry store by prefix. */
public final class EntryFolder {

    private static final int PAGE = 500;

    private EntryFolder() {}

    /**
     * All entries under a prefix. Memory grows with their number: for configuration, not for leases.
     *
     * @param entries the store
     * @param prefix the prefix
     * @return the entries in order
     */
    public static List<EntryStore.Entry> under(EntryStore entries, String prefix) {
        List<EntryStore.Entry> all = new ArrayList<>();
        String after = "";
        while (true) {
            List<EntryStore.Entry> page = entries.list(prefix, after, PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = page.get(page.size() - 1).path();
        }
    }

    /**
     * Names one level below a folder.
     *
     * @param entries the store
     * @param folder the folder with a trailing slash
     * @return names in order, those with entries below them with a trailing slash
     */
    public static List<String> names(EntryStore entries, String folder) {
        return under(entries, folder).stream()
                .map(entry -> entry.path().substring(folder.length()))
                .map(rest -> rest.indexOf('/') < 0 ? rest : rest.substring(0, rest.indexOf('/') + 1))
                .distinct()
                .toList();
    }
}
