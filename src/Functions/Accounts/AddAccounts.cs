using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddTable(UserStore.Table)
        .AddTable(LoginFailureStore.Table)
        .AddSingleton<UserStore>()
        .AddSingleton<EmailIndex>()
        .AddSingleton<OrganizationNames>()
        .AddSingleton<LoginFailureStore>()
        .AddSingleton<IDailyWork, ForgetLoginFailures>()
        .AddSingleton<LoginGuard>()
        .AddSingleton<RefreshTokens>()
        .AddSingleton<LoginTokens>()
        .AddSingleton<FindCurrentUser>(provider => provider.GetRequiredService<LoginTokens>().FindAsync)
        .AddSingleton<Passwords>()
        .AddSingleton<OperatorKey>()
        .AddHostedService(provider => provider.GetRequiredService<OperatorKey>());
}
