package io.leasehold.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class FieldsProperties {

    /** What was sealed once is to be opened for ever, so that not a byte of this may change. */
    @Property(tries = 300)
    void aSequenceIsEncodedAsTheJdkWritesBigEndian(
            @ForAll String text, @ForAll @Size(max = 2_000) byte[] bytes, @ForAll int number, @ForAll long wide)
            throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(expected);
        out.writeInt(2 * text.length());
        out.writeChars(text);
        out.writeInt(number);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.writeLong(wide);
        out.writeInt(2 * text.length());
        out.writeChars(text);

        assertThat(new Fields()
                        .text(text)
                        .number(number)
                        .bytes(bytes)
                        .number(wide)
                        .text(text)
                        .toBytes())
                .isEqualTo(expected.toByteArray());
    }
}
