/** The service itself. Replace it with yours: it knows neither Lambda nor who may call it. */

export const listTeams = () => [{ teamId: 'red' }, { teamId: 'blue' }];

export const renameTeam = (teamId: string | undefined, name: string | undefined) => ({
  teamId,
  name,
});

export const deleteTeam = (teamId: string | undefined) => ({ teamId });
