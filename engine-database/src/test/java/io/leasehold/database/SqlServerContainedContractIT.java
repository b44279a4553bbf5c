package io.leasehold.database;

import io.leasehold.testkit.contract.UserSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The SQL Server plugin keeps the contract of database plugins with users of a contained database, too. */
class SqlServerContainedContractIT extends SqlServerContractIT {

    private static final String DATABASE = "erp";

    @Override
    public Map<String, Object> connectionFields() {
        return Map.of("contained_db", true);
    }

    @Override
    public List<String> creationStatements() {
        return List.of("CREATE USER [{{name}}] WITH PASSWORD = '{{password}}'; GRANT SELECT TO [{{name}}];");
    }

    @Override
    public List<String> failingStatements() {
        return List.of(
                "CREATE USER [{{name}}] WITH PASSWORD = '{{password}}'", "GRANT SELECT ON no_such_table TO [{{name}}]");
    }

    @Override
    public Optional<UserSession> login(String user, String password) {
        return UserSession.jdbc(() -> standIn().connect(DATABASE, user, password));
    }

    @Override
    public void createAccount(String name, String password) {
        standIn().createContainedUser(DATABASE, name, password);
    }

    @Override
    public void removeAccount(String account) {
        standIn().removeUser(DATABASE, account);
    }

    @Override
    public Set<String> accounts() {
        return standIn().users(DATABASE);
    }
}
