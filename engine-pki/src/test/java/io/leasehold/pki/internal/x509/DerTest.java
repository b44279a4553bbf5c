package io.leasehold.pki.internal.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

class DerTest {

    @Property
    void sequencesOfAnyLengthAreThoseOfBouncyCastle(@ForAll @IntRange(max = 70_000) int length) throws IOException {
        DEROctetString part = new DEROctetString(new byte[length]);
        assertThat(Der.sequence(part.getEncoded(), part.getEncoded()))
                .isEqualTo(new DERSequence(new ASN1Encodable[] {part, part}).getEncoded());
        assertThat(Der.tagged(3, part.getEncoded())).isEqualTo(new DERTaggedObject(true, 3, part).getEncoded());
        assertThat(Der.bits(new byte[length])).isEqualTo(new DERBitString(new byte[length]).getEncoded());
    }

    @Property
    void integersAreThoseOfBouncyCastle(
            @ForAll @BigRange(min = "1", max = "730750818665451459101842416358141509827966271487") BigInteger value)
            throws IOException {
        assertThat(Der.integer(value)).isEqualTo(new ASN1Integer(value).getEncoded());
    }

    @Property
    void timesAreThoseOfBouncyCastle(@ForAll @LongRange(max = 253_402_300_799L) long second) throws IOException {
        Instant instant = Instant.ofEpochSecond(second, 999_999_999);
        assertThat(Der.time(instant))
                .isEqualTo(new Time(Date.from(Instant.ofEpochSecond(second)))
                        .toASN1Primitive()
                        .getEncoded("DER"));
    }

    @Property
    void theBitsOfAKeyOfAnyLengthAreThoseThatBouncyCastleReads(
            @ForAll @IntRange(max = 70_000) int length, @ForAll @IntRange(max = 300) int parameters)
            throws IOException {
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new DEROctetString(new byte[parameters])),
                new byte[length]);
        assertThat(Der.keyBits(key.getEncoded("DER")))
                .isEqualTo(key.getPublicKeyData().getBytes());
    }

    @Test
    void whatIsNoKeyHasNoBits() {
        byte[] bits = Der.bits(new byte[5]);
        assertThatThrownBy(() -> Der.keyBits(bits)).isInstanceOf(IllegalArgumentException.class);
        byte[] sequences = Der.sequence(Der.sequence(bits), Der.octets(bits));
        assertThatThrownBy(() -> Der.keyBits(sequences)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLastYearsWithTwoAndTheFirstWithFourDigits() throws IOException {
        for (String time : new String[] {"2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
            Instant instant = Instant.parse(time);
            assertThat(Der.time(instant))
                    .isEqualTo(new Time(Date.from(instant)).toASN1Primitive().getEncoded("DER"));
        }
        assertThat(Der.time(Instant.parse("2049-12-31T23:59:59Z"))[0]).isEqualTo((byte) 0x17);
        assertThat(Der.time(Instant.parse("2050-01-01T00:00:00Z"))[0]).isEqualTo((byte) 0x18);
    }
}
