package io.leasehold.database.internal.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @Test
    void readsUsernameAndPasswordAndShowsTheFormerOnly() {
        Login login = Login.of(Secret.of(Map.of("username", "me", "password", "hunter2"), Set.of(), null, List.of()));
        assertThat(login.username()).isEqualTo("me");
        assertThat(login.password()).isEqualTo("hunter2");
        assertThat(login.toString()).contains("me").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_certificate", "rsa_private_key"})
    void aCredentialThatIsNoPasswordIsRefusedWithWhatIsNeeded(String field) {
        Secret other = Secret.of(Map.of("username", "me", field, "s3cret"), Set.of(), null, List.of());
        assertThatThrownBy(() -> Login.of(other))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("password: is missing in the secret, which holds a " + field)
                .hasMessageContaining("credential_type password")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aSecretOfAnotherKindIsRefusedByField() {
        Secret other = Secret.of(Map.of("username", "me", "access_key", "AKIA"), Set.of(), null, List.of());
        assertThatThrownBy(() -> Login.of(other))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("password:")
                .hasMessageContaining("creds");
    }
}
