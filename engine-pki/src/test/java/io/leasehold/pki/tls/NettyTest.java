package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.testkit.rotation.TurnableSecret;
import io.leasehold.testkit.server.Servers;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Netty's servers with its JDK provider and with OpenSSL: many turns, mutual TLS, a fresh client each time. */
class NettyTest {

    private static final int TURNS = 60;

    private final TestAuthority authority = TestAuthority.root("Root").intermediate("Intermediate");

    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "OPENSSL, TLSv1.2", "OPENSSL, TLSv1.3"})
    void everyTurnIsSeenByTheNextConnection(SslProvider provider, String protocol) throws Exception {
        if (provider == SslProvider.OPENSSL && !OpenSsl.isAvailable()) {
            throw Servers.missing("netty-tcnative", String.valueOf(OpenSsl.unavailabilityCause()));
        }
        TurnableSecret secret = new TurnableSecret(authority.issue("start").secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            SslContext context = SslContextBuilder.forServer(tls.keyManagerFactory())
                    .trustManager(tls.trustManagerFactory())
                    .sslProvider(provider)
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            serve(context, port -> turnAndConnect(secret, port, protocol));
        }
    }

    @Test
    void theContextItselfServesNettyToo() throws Exception {
        TurnableSecret secret = new TurnableSecret(authority.issue("start").secret());
        try (RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            SslContext context = new JdkSslContext(
                    tls.sslContext(),
                    false,
                    null,
                    IdentityCipherSuiteFilter.INSTANCE,
                    null,
                    ClientAuth.REQUIRE,
                    null,
                    false);
            serve(context, port -> turnAndConnect(secret, port, TlsPair.TLS_1_3));
        }
    }

    private void turnAndConnect(TurnableSecret secret, int port, String protocol) throws Exception {
        for (int turn = 0; turn < TURNS; turn++) {
            TestCertificate fresh = authority.issue("turn-" + turn, turn % 10 == 9 ? "RSA" : "EC");
            secret.turn(fresh.secret());
            // A client of its own, so that no session is resumed.
            try (RotatingTls client = RotatingTls.builder()
                            .secret(new TurnableSecret(authority.issue("client").secret()))
                            .build();
                    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
                    SSLSocket socket = (SSLSocket)
                            client.sslContext().getSocketFactory().createSocket(plain, "localhost", port, true)) {
                socket.setSoTimeout(20_000);
                socket.setEnabledProtocols(new String[] {protocol});
                socket.getOutputStream().write(41);
                assertThat(socket.getInputStream().read()).isEqualTo(42);
                assertThat((X509Certificate) socket.getSession().getPeerCertificates()[0])
                        .isEqualTo(fresh.certificate());
            }
        }
    }

    private interface Use {
        void of(int port) throws Exception;
    }

    private static void serve(SslContext context, Use use) throws Exception {
        EventLoopGroup group = new NioEventLoopGroup(1);
        try {
            io.netty.channel.Channel listening = new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline().addLast(context.newHandler(channel.alloc()), new PlusOne());
                        }
                    })
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            use.of(((InetSocketAddress) listening.localAddress()).getPort());
            listening.close().sync();
        } finally {
            group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                    .sync();
        }
    }

    private static final class PlusOne extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf read) {
            ByteBuf answer = context.alloc().buffer(1);
            answer.writeByte(read.readByte() + 1);
            ChannelFuture unused = context.writeAndFlush(answer);
        }
    }
}
