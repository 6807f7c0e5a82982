using System.Diagnostics;

namespace Proctoring.Testing;

/// <summary>
/// One application for all tests that neither move its clock nor kill it. A test class says
/// <c>[Collection(nameof(SharedApp))]</c> and takes a <see cref="SharedApp"/> in its constructor.
/// </summary>
public sealed class SharedApp : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    /// <summary>
    /// An organisation for tests to which it does not matter what else is in it. It saves making one, which costs six
    /// computations of a password's hash.
    /// </summary>
    public TestOrganization Organization { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await TestApp.StartAsync();
        Organization = await TestOrganization.CreateAsync(App);
    }

    public async Task DisposeAsync() => await App.DisposeAsync();
}

[CollectionDefinition(nameof(SharedApp))]
public sealed class SharedAppCollection : ICollectionFixture<SharedApp>;

/// <summary>Waits for what happens a moment later; never for a fixed time.</summary>
public static class Eventually
{
    static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the condition holds, and gives that answer.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> condition, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (condition(answer)) return answer;
            if (watch.Elapsed > (patience ?? DefaultPatience))
                throw new TimeoutException($"It did not happen within {patience ?? DefaultPatience}. Last answer: {answer}");
            await Task.Delay(20);
        }
    }
}
