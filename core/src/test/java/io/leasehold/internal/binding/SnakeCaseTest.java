package io.leasehold.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {

    @ParameterizedTest
    @CsvSource({
        "name, name",
        "dbName, db_name",
        "defaultTtl, default_ttl",
        "tlsCA, tls_ca",
        "awsIAMRole, aws_iam_role",
        "base64pem, base64pem",
        "sha256Sum, sha256_sum",
        "x509, x509",
        "already_snake, already_snake",
        "a, a",
        "aB, a_b",
        "ABc, a_bc"
    })
    void camelCaseBecomesSnakeCase(String camel, String snake) {
        assertThat(SnakeCase.of(camel)).isEqualTo(snake);
    }
}
