using Proctoring.Testing;

namespace Proctoring.Functions.Tests.Sessions;

/// <summary>
/// One application for the tests that move its clock. They run one after the other, each with an organisation of its
/// own; what earlier ones left behind is moved along.
/// </summary>
public sealed class MovingApp : IAsyncLifetime
{
    public const int RetentionDays = 30;

    public TestApp App { get; private set; } = null!;

    public async Task InitializeAsync() =>
        App = await TestApp.StartAsync(new Dictionary<string, string> { ["Sessions:RetentionDays"] = RetentionDays.ToString() });

    public async Task DisposeAsync() => await App.DisposeAsync();
}

[CollectionDefinition(nameof(MovingApp))]
public sealed class MovingAppCollection : ICollectionFixture<MovingApp>;
