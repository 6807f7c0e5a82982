using System.Net.Http.Json;
using System.Text.Json;

namespace Proctoring.Local.Storage;

/// <summary>
/// The control address of a running <c>azurite-server.js</c>, which that process leaves in its data folder. It holds a secret,
/// so whoever answers there is the process that serves this folder, whatever has become of its process id.
/// </summary>
sealed class AzuriteControl
{
    static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    readonly Uri _address;

    AzuriteControl(Record record) => (_address, ProcessId) = (record.Control, record.Pid);

    public int ProcessId { get; }

    /// <summary>Null when nobody serves the folder.</summary>
    public static async Task<AzuriteControl?> FindAsync(string folder, CancellationToken cancellation) =>
        await ReadAsync(folder, cancellation).ConfigureAwait(false) is { } control
        && await control.ReadStateAsync(cancellation).ConfigureAwait(false) is not null ? control : null;

    /// <summary>Of whoever served the folder last; null when that one has left in an orderly way.</summary>
    public static async Task<AzuriteControl?> ReadAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            var text = await File.ReadAllTextAsync(Path.Combine(folder, "azurite.json"), cancellation).ConfigureAwait(false);
            return JsonSerializer.Deserialize<Record>(text, JsonSerializerOptions.Web) is { } record ? new AzuriteControl(record) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Waits until the services accept requests; null when the process ends instead.</summary>
    public async Task<State?> ReadyAsync(CancellationToken cancellation)
    {
        while (await ReadStateAsync(cancellation).ConfigureAwait(false) is { } state)
        {
            if (state.Ready) return state;
            await Task.Delay(50, cancellation).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>False when there is nobody any more. Who takes long to answer is there.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        try
        {
            return await ReadStateAsync(cancellation).ConfigureAwait(false) is not null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Answered when all data is written; false when there is nobody any more.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await Http.DeleteAsync(_address, cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    async Task<State?> ReadStateAsync(CancellationToken cancellation)
    {
        try
        {
            using var response = await Http.GetAsync(_address, cancellation).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<State>(cancellation).ConfigureAwait(false) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    internal sealed record State(bool Ready, int Pid, int BlobPort, int TablePort);

    sealed record Record(int Pid, Uri Control);
}
