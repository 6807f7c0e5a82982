using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Proctoring.Functions.Accounts;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Tests.Accounts;

public sealed class OperatorKeyTests
{
    const string Unresolved = "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/operator-key/)";

    readonly Lines _log = new();

    [Theory]
    [InlineData(Unresolved)]
    [InlineData("  @microsoft.keyvault(VaultName=vault;SecretName=operator-key)")]
    [InlineData("a short key")]
    [InlineData("of 15 character")]
    public async Task WhatIsNoKeyIsAnErrorInTheLogAndOpensNothing(string setting)
    {
        var key = await StartAsync(setting);
        var (level, line) = Assert.Single(_log.Written);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("Operator:Key", line);
        Assert.DoesNotContain(setting, line);
        foreach (var given in new[] { setting, setting.Trim(), "" })
            Assert.Equal(401, Assert.Throws<ProblemException>(() => key.Require(Request(given))).Status);
    }

    [Theory]
    [InlineData("a-key-of-the-operator", "a-key-of-the-operator")]
    [InlineData("of 16 characters", "of 16 characters")]
    [InlineData(" a-key-of-the-operator\n", "a-key-of-the-operator")]
    public async Task AKeyOpensAndNothingIsSaidOfIt(string setting, string given)
    {
        var key = await StartAsync(setting);
        key.Require(Request(given));
        Assert.Equal(401, Assert.Throws<ProblemException>(() => key.Require(Request(given + " "))).Status);
        Assert.DoesNotContain(_log.Written, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task WithoutAKeyNobodyIsTheOperator()
    {
        var key = await StartAsync(null);
        Assert.Throws<ProblemException>(() => key.Require(Request("")));
        Assert.Empty(_log.Written);
    }

    async Task<OperatorKey> StartAsync(string? setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Operator:Key", setting)]).Build();
        var key = new OperatorKey(configuration, _log);
        await key.StartAsync(CancellationToken.None);
        return key;
    }

    static HttpRequest Request(string key)
    {
        var services = new ServiceCollection().AddSingleton(new RateLimits(new())).BuildServiceProvider();
        return new DefaultHttpContext { RequestServices = services, Request = { Headers = { ["x-operator-key"] = key } } }.Request;
    }

    sealed class Lines : ILogger<OperatorKey>
    {
        public List<(LogLevel Level, string Text)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add((logLevel, formatter(state, exception)));
    }
}
