using Microsoft.Extensions.DependencyInjection;
using Proctoring.Functions.Platform;

namespace Proctoring.Functions.Accounts;

static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddTable(UserStore.Table)
        .AddTable(LoginAttemptStore.Table)
        .AddSingleton<UserStore>()
        .AddSingleton<EmailIndex>()
        .AddSingleton<OrganizationNames>()
        .AddSingleton<LoginAttemptStore>()
        .AddSingleton<IDailyWork, ForgetLoginFailures>()
        .AddSingleton<LoginGates>()
        .AddSingleton<Passwords>()
        .AddSingleton<OperatorKey>();
}
