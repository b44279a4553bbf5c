package io.leasehold.database.harness;

import io.leasehold.database.DatabaseCredentials;
import io.leasehold.spi.engine.Plan;
import java.util.List;

/** A credential that was made, with what is needed to renew and revoke it. */
public record Issued(String leaseId, Plan plan, DatabaseCredentials credentials, List<String> warnings) {

    public String username() {
        return credentials.username();
    }

    public String password() {
        return credentials.password();
    }
}
