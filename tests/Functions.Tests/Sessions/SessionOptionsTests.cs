using Proctoring.Functions.Sessions;

namespace Proctoring.Functions.Tests.Sessions;

public sealed class SessionOptionsTests
{
    readonly SessionOptionsValidator _validator = new();

    [Fact]
    public void WhatNobodyHasConfiguredIsWhatTheDocumentsSay()
    {
        var options = new SessionOptions();
        Assert.Equal((365, 4_000, 15, 2), (options.RetentionDays, options.CachedSessions, options.EarlyStartMinutes, options.SettleSeconds));
        Assert.True(_validator.Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData(0, 1, 0, 0)]
    [InlineData(3_651, 1, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(1, 1, -1, 0)]
    [InlineData(1, 1, 0, -1)]
    [InlineData(1, 1, 0, 601)]
    public void WhatMakesNoSenseIsRefusedAtTheStart(int retention, int cached, int early, int settle)
    {
        Assert.True(_validator.Validate(null, Options(retention, cached, early, settle)).Failed);
        Assert.True(_validator.Validate(null, Options(1, 1, 0, 0)).Succeeded);
        Assert.True(_validator.Validate(null, Options(3_650, 1, 0, 600)).Succeeded);
    }

    static SessionOptions Options(int retention, int cached, int early, int settle) =>
        new() { RetentionDays = retention, CachedSessions = cached, EarlyStartMinutes = early, SettleSeconds = settle };
}
