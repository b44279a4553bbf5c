package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.http.HttpAddress;
import io.leasehold.database.internal.http.UrlForm;
import io.leasehold.error.InvalidRequestException;
import java.util.Map;

/** Reads where a cluster is: the field {@code url}, or {@code connection_url}. Stateless. */
final class ElasticsearchAddress {

    private static final String URL = "url";
    private static final String CONNECTION_URL = "connection_url";

    private ElasticsearchAddress() {}

    /** Reads the settings; they name the cluster in one of both fields, not in both. */
    static HttpAddress of(String connectionUrl, ElasticsearchOptions options) {
        String url = options.url() == null ? "" : options.url();
        if (connectionUrl.isBlank()) {
            if (url.isBlank()) {
                throw new InvalidRequestException(URL, "is missing: give http://HOST:PORT or https://HOST:PORT");
            }
            return form(URL).parse(url);
        }
        if (!url.isBlank()) {
            throw new InvalidRequestException(CONNECTION_URL, "stands beside url: give one of both");
        }
        return form(CONNECTION_URL).parse(connectionUrl);
    }

    /** The part that makes it this cluster and no other. */
    static String identity(HttpAddress address) {
        return "elasticsearch://" + address.hostAndPort() + address.prefix();
    }

    /** Without a port it is that of the scheme, as in any URL: clusters are often behind something that answers there. */
    private static UrlForm form(String field) {
        return new UrlForm(
                field,
                Map.of("http", new UrlForm.Scheme(false, 80), "https", new UrlForm.Scheme(true, 443)),
                true,
                "give http://HOST:9200, or https://HOST:9200 for TLS");
    }
}
